package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.RecordedRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** The rules of a stack's security group, which others have changed. */
class GroupRulesTest {

  private static final IpPermission ALL_THE_WAY_OUT =
      IpPermission.builder().ipProtocol("-1").ipRanges(r -> r.cidrIp("0.0.0.0/0")).build();

  private final FakeStack fake = new FakeStack();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Test
  void apply_rulesOfTheGroupChangedByOthers_areThoseOfANewGroupAgain() {
    apply(FakeStack.onDemand("demo"));
    String group = group().groupId();
    fake.ec2.authorizeSecurityGroupIngress(
        r ->
            r.groupId(group)
                .ipPermissions(
                    rule("tcp", 22, "10.0.0.0/8"),
                    IpPermission.builder()
                        .ipProtocol("-1")
                        .userIdGroupPairs(p -> p.groupId(group).description("each other"))
                        .build()));
    fake.ec2.revokeSecurityGroupEgress(r -> r.groupId(group).ipPermissions(ALL_THE_WAY_OUT));

    ProvisioningPlan plan = provisioner.plan(FakeStack.onDemand("demo"));

    assertThat(actions(plan)).containsExactly("UPDATE security group demo");
    assertThat(plan.toString())
        .contains("    changes ipPermissions [{")
        .contains("{fromPort=22, ipProtocol=tcp, ipRanges=[{cidrIp=10.0.0.0/8}], toPort=22}")
        .contains(
            "    changes ipPermissionsEgress none -> [{ipProtocol=-1,"
                + " ipRanges=[{cidrIp=0.0.0.0/0}]}]\n");
    assertThat(appliedWrites(plan, FakeStack.onDemand("demo")))
        .containsExactlyInAnyOrder(
            "RevokeSecurityGroupIngress",
            "RevokeSecurityGroupIngress",
            "AuthorizeSecurityGroupEgress");
    assertThat(group().ipPermissions()).isEmpty();
    assertThat(group().ipPermissionsEgress()).containsExactly(ALL_THE_WAY_OUT);
  }

  @Test
  void apply_answersOfTheRulesLost_areNoFailures() {
    apply(FakeStack.onDemand("demo"));
    String group = group().groupId();
    fake.ec2.authorizeSecurityGroupIngress(
        r -> r.groupId(group).ipPermissions(rule("udp", 53, "0.0.0.0/0")));
    fake.ec2.revokeSecurityGroupEgress(r -> r.groupId(group).ipPermissions(ALL_THE_WAY_OUT));
    fake.aws.faults().on("RevokeSecurityGroupIngress").loseResponse().times(1);
    fake.aws.faults().on("AuthorizeSecurityGroupEgress").loseResponse().times(1);

    apply(FakeStack.onDemand("demo"));

    assertThat(fake.aws.journal().count("AuthorizeSecurityGroupEgress")).isEqualTo(2);
    assertThat(provisioner.plan(FakeStack.onDemand("demo"))).changesNothing();
  }

  @Test
  void plan_moreWaysOut_areNoDifference() {
    apply(FakeStack.onDemand("demo"));
    fake.ec2.authorizeSecurityGroupEgress(
        r ->
            r.groupId(group().groupId())
                .ipPermissions(
                    rule("tcp", 443, "10.0.0.0/8"),
                    IpPermission.builder()
                        .ipProtocol("-1")
                        .ipv6Ranges(i -> i.cidrIpv6("::/0"))
                        .build()));

    assertThat(provisioner.plan(FakeStack.onDemand("demo"))).changesNothing();
  }

  private static IpPermission rule(String protocol, int port, String cidr) {
    return IpPermission.builder()
        .ipProtocol(protocol)
        .fromPort(port)
        .toPort(port)
        .ipRanges(r -> r.cidrIp(cidr).description("by hand"))
        .build();
  }

  private SecurityGroup group() {
    return fake.ec2
        .describeSecurityGroups(r -> r.filters(f -> f.name("group-name").values("demo")))
        .securityGroups()
        .get(0);
  }

  /** Applies a plan, and says what that sent; the stack must then be as it should be. */
  private List<String> appliedWrites(ProvisioningPlan plan, StackSpec stack) {
    fake.aws.journal().clear();
    provisioner.apply(plan);
    List<String> writes =
        fake.aws.journal().all().stream()
            .map(RecordedRequest::operation)
            .filter(operation -> !operation.matches("(Get|List|Describe).*"))
            .toList();
    assertThat(provisioner.plan(stack)).changesNothing();
    return writes;
  }

  private static List<String> actions(ProvisioningPlan plan) {
    return plan.actions().stream()
        .filter(action -> action.type() != PlannedAction.Type.KEEP)
        .map(PlannedAction::toString)
        .toList();
  }

  private Deployment apply(StackSpec stack) {
    return provisioner.apply(provisioner.plan(stack));
  }
}
