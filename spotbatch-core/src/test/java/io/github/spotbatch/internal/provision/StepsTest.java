package io.github.spotbatch.internal.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.compile.Network;
import io.github.spotbatch.internal.compile.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;

/** What no world can show that has one VPC. */
class StepsTest {

  private static final Names NAMES = new Names("demo", "us-east-1");
  private static final Id GROUP = new Id(ResourceKind.SECURITY_GROUP, "demo");
  private static final Id ENVIRONMENT = new Id(ResourceKind.COMPUTE_ENVIRONMENT, "demo-spot-1");

  private final Target target =
      new Target("1", "us-east-1", "aws", "vpc-2", List.of("subnet-2"), List.of());
  private final Build build = new Build(NAMES, target, Map.of(), 30);
  private final Handlers handlers = new Handlers(mock(Session.class));

  @Test
  void of_groupInAnotherVpc_makesANewOneFirstAndRemovesTheOldOneLast() {
    CompiledResource group =
        new CompiledResource(GROUP, "security-group", List.of(group("vpc-2")), Set.of(), List.of());
    CompiledResource environment =
        new CompiledResource(
            ENVIRONMENT,
            "spot",
            List.of(environment("subnet-2", Network.SECURITY_GROUP_ID)),
            Set.of(GROUP),
            List.of());
    AwsResource oldGroup = there(ResourceKind.SECURITY_GROUP, "security-group", "demo", "sg-1");
    AwsResource present =
        there(ResourceKind.COMPUTE_ENVIRONMENT, "spot", "demo-spot-1", "arn:demo-spot-1");
    build.put(Network.SECURITY_GROUP_ID, "sg-1");
    StackState state =
        new StackState(
            build,
            List.of(group, environment),
            List.of(
                found(oldGroup, group("vpc-1"), "demo"),
                found(present, environment("subnet-1", "sg-1"), "demo-spot-2")),
            List.of(oldGroup, present),
            List.of());

    List<PlannedStep> steps = Steps.of(state, handlers);

    assertThat(steps)
        .extracting(PlannedStep::type)
        .containsExactly(Type.CREATE, Type.UPDATE, Type.DELETE);
    assertThat(steps.get(0).requests()).containsExactly(group("vpc-2"));
    assertThat(steps.get(0).reason())
        .isEqualTo("takes the place of demo: AWS moves no security group to another VPC");
    assertThat(steps.get(1).requests())
        .containsExactly(
            UpdateComputeEnvironmentRequest.builder()
                .computeEnvironment("demo-spot-1")
                .computeResources(
                    r -> r.subnets("subnet-2").securityGroupIds(Network.SECURITY_GROUP_ID))
                .build());
    assertThat(steps.get(2).there()).isEqualTo(oldGroup);
    assertThat(steps.get(2).resource().id()).isEqualTo(new Id(ResourceKind.SECURITY_GROUP, "sg-1"));
    assertThat(steps.get(2).resource().dependsOn()).containsExactlyInAnyOrder(GROUP, ENVIRONMENT);
  }

  private static CreateSecurityGroupRequest group(String vpcId) {
    return CreateSecurityGroupRequest.builder().groupName("demo").vpcId(vpcId).build();
  }

  private static CreateComputeEnvironmentRequest environment(String subnet, String groupId) {
    return CreateComputeEnvironmentRequest.builder()
        .computeEnvironmentName("demo-spot-1")
        .computeResources(
            r ->
                r.type("SPOT")
                    .allocationStrategy("SPOT_CAPACITY_OPTIMIZED")
                    .subnets(subnet)
                    .securityGroupIds(groupId))
        .build();
  }

  private static AwsResource there(ResourceKind kind, String name, String awsName, String id) {
    return new AwsResource(kind, "demo", name, awsName, id);
  }

  private static Optional<Found> found(AwsResource there, AwsRequest asItIs, String successor) {
    return Optional.of(
        new Found(
            Optional.of(there),
            List.of(asItIs),
            Found.State.USABLE,
            "",
            Optional.of(successor),
            List.of()));
  }
}
