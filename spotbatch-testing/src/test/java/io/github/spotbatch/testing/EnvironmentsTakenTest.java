package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** What Batch takes, at the edge of what it refuses. */
class EnvironmentsTakenTest {

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"Service\":\"batch.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = new BatchWorld(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @ParameterizedTest
  @MethodSource
  @Rule({
    "CE-20", "CE-21", "CE-23", "CE-24", "CE-30", "CE-40", "CE-41", "CE-43", "CE-50", "CE-51",
    "CE-53", "CE-54", "CE-55", "CE-57", "CE-58", "CE-79"
  })
  void resources_atTheEdge_turnValid(Consumer<ComputeResource.Builder> change) {
    world.createEnvironment(change);
    aws.advance(Duration.ofMinutes(1));

    assertThat(world.environment().status())
        .as(world.environment().statusReason())
        .isEqualTo(CEStatus.VALID);
  }

  static Stream<Consumer<ComputeResource.Builder>> resources_atTheEdge_turnValid() {
    return Stream.of(
        r -> r.bidPercentage(0),
        r -> r.bidPercentage(100),
        r -> r.minvCpus(0).maxvCpus(0),
        r -> r.minvCpus(16).maxvCpus(16).desiredvCpus(16),
        r -> r.minvCpus(0).desiredvCpus(0),
        r -> r.instanceTypes("c5.large"),
        r -> r.instanceTypes("c6g", "m6g.large", "default_arm64"),
        r -> r.instanceTypes("optimal", "g5"),
        r -> r.allocationStrategy("BEST_FIT_PROGRESSIVE"),
        r -> r.allocationStrategy("SPOT_PRICE_CAPACITY_OPTIMIZED"),
        r -> r.allocationStrategy("SPOT_CAPACITY_OPTIMIZED_PRIORITIZED"),
        r -> r.type("EC2").allocationStrategy("BEST_FIT"),
        r -> r.type("EC2").allocationStrategy("BEST_FIT_PROGRESSIVE"),
        r -> r.type("EC2").allocationStrategy("BEST_FIT_PROGRESSIVE_ORDERED"),
        r -> r.ec2Configuration(c -> c.imageType("ECS_AL2023")),
        r -> r.ec2Configuration(c -> c.imageType("ECS_AL2023_NVIDIA")),
        r -> r.instanceRole("arn:aws:iam::123456789012:instance-profile/ecsInstanceRole"),
        r -> r.placementGroup("close"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPU", "spot", ""})
  @Rule("CE-20")
  void type_thatThereIsNot_isRefused(String type) {
    assertThat(Refusal.messageOf(() -> world.createEnvironment(r -> r.type(type))))
        .contains("Resource type is required.");
  }

  @Test
  @Rule("CE-20")
  void type_newerThanTheSdk_failsByName() {
    assertThatThrownBy(() -> world.createEnvironment(r -> r.type("ECS_MANAGED_INSTANCES")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("ECS_MANAGED_INSTANCES");
  }

  @Test
  @Rule({"CE-55", "CE-56"})
  void instanceRole_thatIsARole_turnsInvalid() {
    String role = "arn:aws:iam::123456789012:role/ecsInstanceRole";
    world.createEnvironment(r -> r.instanceRole(role));
    aws.advance(Duration.ofMinutes(1));

    assertThat(world.environment().statusReason())
        .isEqualTo("CLIENT_ERROR - Instance profile " + role + " does not exist");
  }

  @Nested
  class Names {

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-b_9", "_leading", "-leading"})
    @Rule({"CE-1", "UNV-1"})
    void name_ofTheAlphabet_isTaken(String name) {
      world.createEnvironment(name, r -> {});

      assertThat(world.environments(name)).hasSize(1);
    }

    @Test
    @Rule("CE-1")
    void name_of128Characters_isTakenAndNotOneMore() {
      world.createEnvironment("x".repeat(128), r -> {});

      assertThat(Refusal.messageOf(() -> world.createEnvironment("x".repeat(129), r -> {})))
          .contains("Compute Environment name should match a valid pattern.");
    }

    @Test
    @Rule("CE-2")
    void arn_servesAsWellAsTheName() {
      world.createEnvironment(r -> {});
      aws.advance(Duration.ofMinutes(1));
      String arn = "arn:aws:batch:us-east-1:123456789012:compute-environment/" + ENVIRONMENT;

      world.batch.updateComputeEnvironment(r -> r.computeEnvironment(arn).state("DISABLED"));

      assertThat(world.environments(arn))
          .singleElement()
          .satisfies(it -> assertThat(it.state()).isEqualTo(CEState.DISABLED))
          .satisfies(it -> assertThat(it.computeEnvironmentArn()).isEqualTo(arn));
      assertThat(world.environments(arn.replace("us-east-1", "eu-west-1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "arn:aws:iam::123456789012:role/team/service",
          "/team/service",
          "service=INVALID"
        })
    @Rule("CE-9")
    void serviceRole_withAPath_isNamedWithIt(String nameAndStatus) {
      IamClient iam = aws.client(IamClient.builder());
      iam.createRole(r -> r.roleName("service").path("/team/").assumeRolePolicyDocument(TRUST));
      iam.attachRolePolicy(
          r ->
              r.roleName("service")
                  .policyArn("arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"));
      aws.advance(Duration.ofMinutes(1));
      String[] parts = nameAndStatus.split("=");

      world.batch.createComputeEnvironment(
          world.environment(r -> {}).toBuilder().serviceRole(parts[0]).build());
      aws.advance(Duration.ofMinutes(1));

      assertThat(world.environment().statusAsString())
          .isEqualTo(parts.length == 1 ? "VALID" : parts[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "ecsInstanceRole"})
    @Rule("CE-10")
    void serviceRole_absentOrForOthers_turnsInvalid(String role) {
      world.batch.createComputeEnvironment(
          world.environment(r -> {}).toBuilder().serviceRole(role).build());
      aws.advance(Duration.ofMinutes(1));

      assertThat(world.environment().statusReason())
          .startsWith("CLIENT_ERROR - Not authorized to perform sts:AssumeRole (Service:");
    }

    @ParameterizedTest
    @CsvSource({
      "AdministratorAccess, s3:*, VALID",
      "AmazonS3FullAccess, ecs:*, VALID",
      "AmazonS3FullAccess, s3:*, INVALID"
    })
    @Rule("CE-11")
    void serviceRole_needsAPolicyForClusters_whichever(
        String attached, String inline, CEStatus status) {
      IamClient iam = aws.client(IamClient.builder());
      iam.createRole(r -> r.roleName("service").assumeRolePolicyDocument(TRUST));
      iam.attachRolePolicy(
          r -> r.roleName("service").policyArn("arn:aws:iam::aws:policy/" + attached));
      String statement = "{\"Effect\":\"Allow\",\"Action\":\"" + inline + "\",\"Resource\":\"*\"}";
      iam.putRolePolicy(
          r ->
              r.roleName("service")
                  .policyName("own")
                  .policyDocument(
                      "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}"));
      aws.advance(Duration.ofMinutes(1));

      world.batch.createComputeEnvironment(
          world.environment(r -> {}).toBuilder().serviceRole("service").build());
      aws.advance(Duration.ofMinutes(1));

      assertThat(world.environment().status()).isEqualTo(status);
    }

    @Test
    @Rule("CE-8")
    void serviceRole_empty_meansTheServiceLinkedOneWhichIsMadeOnDemand() {
      IamClient iam = aws.client(IamClient.builder());
      assertThatThrownBy(() -> iam.getRole(r -> r.roleName("AWSServiceRoleForBatch")))
          .isInstanceOf(NoSuchEntityException.class);

      world.batch.createComputeEnvironment(
          world.environment(r -> {}).toBuilder().serviceRole("").build());

      assertThat(world.environment().serviceRole())
          .isEqualTo(iam.getRole(r -> r.roleName("AWSServiceRoleForBatch")).role().arn());
    }

    @Test
    @Rule("CE-12")
    void serviceRole_forAnotherOfOnesOwn_isTaken() {
      world.batch.createComputeEnvironment(
          world.environment(r -> {}).toBuilder().serviceRole("mine").build());

      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).serviceRole("other"));

      assertThat(world.environment().serviceRole()).isEqualTo("other");
      world.createEnvironment("linked", r -> {});
      assertThat(
              Refusal.messageOf(
                  () ->
                      world.batch.updateComputeEnvironment(
                          r -> r.computeEnvironment("linked").serviceRole("mine"))))
          .contains("service-linked role");
    }

    @Test
    @Rule("CE-120")
    void environments_fiftyInARegion_andNotOneMore() {
      for (int i = 0; i < 50; i++) {
        world.createEnvironment("e" + i, r -> {});
      }

      assertThat(Refusal.messageOf(() -> world.createEnvironment("one-more", r -> {})))
          .contains("50");
      assertThat(world.batch.describeComputeEnvironments().computeEnvironments()).hasSize(50);
    }
  }

  @Nested
  class States {

    @Test
    @Rule({"CE-4", "CE-80"})
    void stateAndStatus_areIndependent() {
      world.batch.createComputeEnvironment(
          world.environment(r -> r.instanceRole("none")).toBuilder().state("ENABLED").build());
      aws.advance(Duration.ofMinutes(1));
      assertThat(world.environment().state()).isEqualTo(CEState.ENABLED);
      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);

      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).state("DISABLED"));
      assertThat(world.environment().status()).isEqualTo(CEStatus.UPDATING);
      aws.advance(Duration.ofMinutes(1));

      assertThat(world.environment().state()).isEqualTo(CEState.DISABLED);
      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
    }

    @Test
    @Rule({"CE-82", "CE-83"})
    void valid_isHealthyAndHasItsClusterAndUuid() {
      world.createEnvironment(r -> {});
      aws.advance(Duration.ofMinutes(1));

      ComputeEnvironmentDetail valid = world.environment();
      assertThat(valid.statusReason()).isEqualTo("ComputeEnvironment Healthy");
      assertThat(valid.uuid()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      assertThat(valid.ecsClusterArn()).endsWith("cluster/AWSBatch-spot-" + valid.uuid());
      assertThat(valid.containerOrchestrationTypeAsString()).isEqualTo("ECS");
    }

    @Test
    @Rule("CE-72")
    void network_thatLeadsNowhere_isSeenOnlyWhenAnInstanceStarts() {
      aws.hosts().neverJoin(ENVIRONMENT);
      world.createEnvironment(r -> {});
      aws.advance(Duration.ofHours(5));
      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);

      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.minvCpus(1)));
      aws.advance(Duration.ofHours(1));

      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
    }

    @Test
    @Rule({"CE-106", "UNV-9"})
    void maximum_belowWhatRuns_isTakenAndHostsGoAsTheyIdle() {
      BatchWorld ready = BatchWorld.ready(aws, r -> r.instanceTypes("c5.large"));
      aws.jobs().named("*").runsFor(Duration.ofMinutes(30));
      ready.submit("one");
      aws.advance(Duration.ofMinutes(3));

      ready.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.maxvCpus(0)));
      ready.submit("two");
      aws.advance(Duration.ofMinutes(10));
      assertThat(ready.names(JobStatus.RUNNING)).containsExactlyInAnyOrder("one", "two");
      assertThat(ready.environment().computeResources().desiredvCpus()).isZero();
      aws.runUntilIdle();

      assertThat(ready.instances(InstanceStateName.RUNNING)).isEmpty();
      ready.submit("three");
      aws.advance(Duration.ofHours(1));
      assertThat(ready.names(JobStatus.RUNNABLE)).containsExactly("three");
    }

    @Test
    @Rule("CE-108")
    void update_withOneMember_isTakenAndWithNoneRefused() {
      world.createEnvironment(r -> {});

      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.maxvCpus(8)));

      assertThat(world.environment().computeResources().maxvCpus()).isEqualTo(8);
      assertThat(
              Refusal.messageOf(
                  () ->
                      world.batch.updateComputeEnvironment(
                          r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> {}))))
          .isEqualTo("At least one compute-resources attribute must be specified");
    }
  }

  @Nested
  class OfTags {

    @Test
    @Rule("CE-77")
    void tags_ofResources_areNotThoseOfTheEnvironment() {
      world.batch.createComputeEnvironment(
          world.environment(r -> r.tags(Map.of("on", "instances"))).toBuilder()
              .tags(Map.of("on", "environment"))
              .build());
      String arn = world.environment().computeEnvironmentArn();

      assertThat(world.batch.listTagsForResource(r -> r.resourceArn(arn)).tags())
          .containsExactly(Map.entry("on", "environment"));
      assertThat(world.environment().computeResources().tags())
          .containsExactly(Map.entry("on", "instances"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws:a", "AWS:a", "Aws:a"})
    @Rule("CE-78")
    void tags_ofResources_withTheReservedPrefix_areRefused(String key) {
      assertThat(Refusal.messageOf(() -> world.createEnvironment(r -> r.tags(Map.of(key, "b")))))
          .contains("aws:");
    }

    @Test
    @Rule("CE-78")
    void tags_ofResources_atTheirLongest_areTaken() {
      world.createEnvironment(
          r -> r.tags(Map.of("k".repeat(128), "v".repeat(256), "case", "", "Case", "x")));

      assertThat(world.environment().computeResources().tags()).hasSize(3);
    }
  }
}
