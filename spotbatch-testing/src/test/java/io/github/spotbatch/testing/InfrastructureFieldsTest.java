package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;

/** Which members of an update make it an infrastructure update. */
class InfrastructureFieldsTest {

  private static final Duration UPDATE = Timings.defaults().of(Step.ENVIRONMENT_REPLACING);
  private static final String PROFILE =
      "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole";

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  @Rule("CE-101")
  void update_eachField_takesLongAndIsShown(
      String field, Consumer<ComputeResourceUpdate.Builder> change) {
    assertTakesLong(change);

    ComputeResource expected = world.environment().computeResources();
    ComputeResourceUpdate given = ComputeResourceUpdate.builder().applyMutation(change).build();
    assertThat(expected.getValueForField(field, Object.class))
        .isPresent()
        .isEqualTo(given.getValueForField(field, Object.class));
  }

  @Test
  @Rule({"CE-100", "CE-101"})
  void update_numbersNextToAnotherField_isAnInfrastructureUpdate() {
    update(r -> r.maxvCpus(32));
    aws.advance(Timings.defaults().of(Step.ENVIRONMENT_UPDATING));
    assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);

    update(r -> r.maxvCpus(64).bidPercentage(80));
    aws.advance(Timings.defaults().of(Step.ENVIRONMENT_UPDATING));

    assertThat(world.environment().status()).isEqualTo(CEStatus.UPDATING);
    assertThat(world.environment().computeResources().maxvCpus()).isEqualTo(64);
  }

  @Test
  @Rule("CE-104")
  void update_emptyTexts_clear() {
    update(
        r ->
            r.ec2KeyPair("key")
                .imageId("ami-1")
                .ec2Configuration(i -> i.imageType("ECS_AL2023").imageIdOverride("ami-2")));
    assertThat(world.environment().computeResources().ec2KeyPair()).isEqualTo("key");

    update(r -> r.ec2KeyPair("").imageId("").ec2Configuration(Ec2Configuration.builder().build()));

    ComputeResource cleared = world.environment().computeResources();
    assertThat(cleared.ec2KeyPair()).isNull();
    assertThat(cleared.imageId()).isNull();
    assertThat(cleared.ec2Configuration()).isEmpty();
  }

  @Test
  @Rule("CE-104")
  void update_emptyLists_takeAwayAndAreRefusedWhereSomethingIsNeeded() {
    assertThat(Refusal.messageOf(() -> update(r -> r.securityGroupIds(List.of()))))
        .isEqualTo("Security group ids are required.");
    assertThat(Refusal.messageOf(() -> update(r -> r.subnets(List.of()))))
        .contains("Resource subnets are required.");
  }

  @Test
  @Rule("CE-109")
  void update_toAnotherType_keepsTheFleetRole() {
    assertThat(ComputeResourceUpdate.builder().build().sdkFields())
        .extracting(field -> field.memberName())
        .contains("type", "instanceRole")
        .doesNotContain("spotIamFleetRole");
    world.createEnvironment("fleet", r -> r.spotIamFleetRole("AmazonEC2SpotFleetRole"));
    aws.advance(Duration.ofMinutes(1));

    world.batch.updateComputeEnvironment(
        r ->
            r.computeEnvironment("fleet")
                .computeResources(c -> c.type("EC2").allocationStrategy("BEST_FIT_PROGRESSIVE")));

    assertThat(world.environments("fleet").get(0).computeResources().spotIamFleetRole())
        .isEqualTo("AmazonEC2SpotFleetRole");
  }

  @Test
  @Rule("CE-101")
  void update_eachOfTheOthers_takesLong() {
    String subnet = world.ec2.describeSubnets().subnets().get(0).subnetId();
    String group = world.ec2.describeSecurityGroups().securityGroups().get(0).groupId();
    world.ec2.createLaunchTemplate(
        r -> r.launchTemplateName("base").launchTemplateData(d -> d.imageId("ami-1")));

    assertTakesLong(r -> r.subnets(subnet));
    assertTakesLong(r -> r.securityGroupIds(group));
    assertTakesLong(r -> r.launchTemplate(t -> t.launchTemplateName("base")));
    assertTakesLong(r -> r.updateToLatestImageVersion(true));
    assertTakesLong(r -> r.type("EC2").allocationStrategy("BEST_FIT_PROGRESSIVE"));
    assertTakesLong(r -> r.type("SPOT"));

    ComputeResource changed = world.environment().computeResources();
    assertThat(changed.subnets()).containsExactly(subnet);
    assertThat(changed.securityGroupIds()).containsExactly(group);
    assertThat(changed.launchTemplate().launchTemplateName()).isEqualTo("base");
    assertThat(changed.typeAsString()).isEqualTo("SPOT");
  }

  private void assertTakesLong(Consumer<ComputeResourceUpdate.Builder> change) {
    update(change);
    aws.advance(Timings.defaults().of(Step.ENVIRONMENT_UPDATING));
    assertThat(world.environment().status()).isEqualTo(CEStatus.UPDATING);
    aws.advance(UPDATE);
    assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        field("allocationStrategy", r -> r.allocationStrategy("SPOT_PRICE_CAPACITY_OPTIMIZED")),
        field("instanceTypes", r -> r.instanceTypes("m5")),
        field("bidPercentage", r -> r.bidPercentage(70)),
        field("type", r -> r.type("EC2").allocationStrategy("BEST_FIT_PROGRESSIVE")),
        field("imageId", r -> r.imageId("ami-0123456789abcdef0")),
        field("ec2Configuration", r -> r.ec2Configuration(i -> i.imageType("ECS_AL2023"))),
        field("ec2KeyPair", r -> r.ec2KeyPair("key")),
        field("placementGroup", r -> r.placementGroup("close")),
        field("instanceRole", r -> r.instanceRole(PROFILE)),
        field("tags", r -> r.tags(Map.of("a", "b"))));
  }

  private static Arguments field(String name, Consumer<ComputeResourceUpdate.Builder> change) {
    return Arguments.of(name, change);
  }

  private void update(Consumer<ComputeResourceUpdate.Builder> change) {
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).computeResources(change));
  }
}
