package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Environments on Fargate, which have no instances. */
class FargateEnvironmentsTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = new BatchWorld(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Create {

    @ParameterizedTest
    @ValueSource(strings = {"FARGATE", "FARGATE_SPOT"})
    @Rule({"CE-20", "CE-45"})
    void create_wellMade_turnsValidWithoutAnythingOfInstances(String type) {
      create(r -> r.type(type));
      aws.advance(Timings.defaults().of(Step.ENVIRONMENT_CREATING));

      ComputeEnvironmentDetail made = world.environment();
      assertThat(made.status()).as(made.statusReason()).isEqualTo(CEStatus.VALID);
      assertThat(made.computeResources().typeAsString()).isEqualTo(type);
      assertThat(made.computeResources().maxvCpus()).isEqualTo(4);
      assertThat(made.computeResources().allocationStrategyAsString()).isNull();
      assertThat(made.computeResources().desiredvCpus()).isNull();
      assertThat(made.computeResources().minvCpus()).isNull();
    }

    @ParameterizedTest
    @MethodSource("io.github.spotbatch.testing.FargateEnvironmentsTest#refusals")
    @Rule({"CE-32", "CE-40", "CE-45", "CE-70", "CE-71", "CE-79"})
    void create_oneThingWrong_isRefused(Refusal<ComputeResource.Builder> refusal) {
      refusal.check(() -> create(refusal.change()));
    }

    @Test
    @Rule({"CE-70", "CE-71"})
    void create_asManySubnetsAndGroupsAsThereMayBe_isTaken() {
      create(
          r ->
              r.subnets(Collections.nCopies(16, subnets().get(0)))
                  .securityGroupIds(Collections.nCopies(5, groups().get(0))));

      assertThat(world.environment().computeResources().subnets()).hasSize(16);
    }

    @Test
    @Rule("CE-7")
    void create_unmanaged_isRefused() {
      CreateComputeEnvironmentRequest unmanaged =
          request(r -> {}).toBuilder().type(CEType.UNMANAGED).serviceRole("mine").build();

      assertThat(Refusal.messageOf(() -> world.batch.createComputeEnvironment(unmanaged)))
          .isEqualTo("Cannot create an UNMANAGED Fargate Compute Environment.");
      create(r -> {});
      assertThat(world.environment().type()).isEqualTo(CEType.MANAGED);
    }
  }

  static Stream<Refusal<ComputeResource.Builder>> refusals() {
    return Stream.of(
        wrapped("Resource maxvCpus is required.", r -> r.maxvCpus(null)),
        wrapped("Resource subnets are required.", r -> r.subnets(List.of())),
        bare(
            "Fargate supports a maximum of 16 subnets.",
            r -> r.subnets(Collections.nCopies(17, "subnet-1"))),
        bare("Security group ids are required.", r -> r.securityGroupIds(List.of())),
        bare(
            "Fargate supports a maximum of 5 security groups.",
            r -> r.securityGroupIds(Collections.nCopies(6, "sg-1"))),
        bare("placementGroup is not applicable for Fargate.", r -> r.placementGroup("close")),
        bare("bidPercentage is not applicable for Fargate.", r -> r.bidPercentage(50)),
        bare("imageId is not applicable for Fargate.", r -> r.imageId("ami-1")),
        bare(
            "launchTemplate is not applicable for Fargate.",
            r -> r.launchTemplate(t -> t.launchTemplateName("x"))));
  }

  @Nested
  class Update {

    private final String group =
        world
            .ec2
            .createSecurityGroup(
                r ->
                    r.groupName("other")
                        .description("x")
                        .vpcId(world.ec2.describeVpcs().vpcs().get(0).vpcId()))
            .groupId();

    @Test
    @Rule("CE-100")
    void update_numbersAndNetwork_isAScalingUpdateWithAnyRole() {
      world.batch.createComputeEnvironment(
          request(r -> {}).toBuilder().serviceRole("mine").build());
      aws.advance(Duration.ofMinutes(1));

      update(r -> r.maxvCpus(8).subnets(subnets().get(1)).securityGroupIds(group));
      aws.advance(Timings.defaults().of(Step.ENVIRONMENT_UPDATING));

      ComputeResource changed = world.environment().computeResources();
      assertThat(world.environment().status()).isNotEqualTo(CEStatus.UPDATING);
      assertThat(changed.maxvCpus()).isEqualTo(8);
      assertThat(changed.subnets()).containsExactly(subnets().get(1));
      assertThat(changed.securityGroupIds()).containsExactly(group);
    }

    @Test
    @Rule("CE-104")
    void update_emptyLists_changeNothing() {
      create(r -> {});

      update(r -> r.subnets(List.of()).securityGroupIds(List.of()).maxvCpus(8));

      assertThat(world.environment().computeResources().subnets()).isEqualTo(subnets());
      assertThat(world.environment().computeResources().securityGroupIds()).isEqualTo(groups());
    }

    @Test
    @Rule({"CE-45", "CE-100"})
    void update_whatFargateHasNot_isRefused() {
      create(r -> {});

      assertThat(Refusal.messageOf(() -> update(r -> r.desiredvCpus(1))))
          .isEqualTo("desiredvCpus is not applicable for Fargate.");
      assertThat(Refusal.messageOf(() -> update(r -> r.tags(Map.of("a", "b")))))
          .isEqualTo("tags is not applicable for Fargate.");
      assertThat(Refusal.messageOf(() -> update(r -> r.type("EC2")))).contains("EC2 and SPOT");
    }
  }

  @Test
  void subnet_absent_turnsInvalid() {
    create(r -> r.subnets("subnet-none"));
    aws.advance(Duration.ofMinutes(1));

    assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
    assertThat(world.environment().statusReason()).contains("InvalidSubnetID.NotFound");
  }

  private void update(Consumer<ComputeResourceUpdate.Builder> change) {
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).computeResources(change));
  }

  private void create(Consumer<ComputeResource.Builder> change) {
    world.batch.createComputeEnvironment(request(change));
  }

  private CreateComputeEnvironmentRequest request(Consumer<ComputeResource.Builder> change) {
    ComputeResource resources =
        ComputeResource.builder()
            .type("FARGATE")
            .maxvCpus(4)
            .subnets(subnets())
            .securityGroupIds(groups())
            .applyMutation(change)
            .build();
    return CreateComputeEnvironmentRequest.builder()
        .computeEnvironmentName(ENVIRONMENT)
        .type(CEType.MANAGED)
        .computeResources(resources)
        .build();
  }

  private List<String> subnets() {
    return world.ec2.describeSubnets().subnets().stream().map(Subnet::subnetId).toList();
  }

  private List<String> groups() {
    return world.ec2.describeSecurityGroups().securityGroups().stream()
        .filter(group -> group.groupName().equals("default"))
        .map(SecurityGroup::groupId)
        .toList();
  }
}
