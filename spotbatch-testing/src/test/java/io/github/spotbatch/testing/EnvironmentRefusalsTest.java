package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRAllocationStrategy;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;

class EnvironmentRefusalsTest {

  private static FakeAws aws;
  private static BatchWorld world;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @Nested
  class Create {

    @ParameterizedTest
    @MethodSource("io.github.spotbatch.testing.EnvironmentRefusalsTest#creations")
    @Rule({
      "CE-1", "CE-3", "CE-4", "CE-5", "CE-6", "CE-7", "CE-21", "CE-23", "CE-24", "CE-30", "CE-32",
      "CE-33", "CE-40", "CE-41", "CE-42", "CE-43", "CE-45", "CE-50", "CE-53", "CE-55", "CE-57",
      "CE-58", "CE-70", "CE-71"
    })
    void create_oneThingWrong_isRefusedInBatchsWords(
        Refusal<CreateComputeEnvironmentRequest.Builder> refusal) {
      CreateComputeEnvironmentRequest.Builder request = unbroken();
      refusal.change().accept(request);

      refusal.check(() -> world.batch.createComputeEnvironment(request.build()));
    }

    @Test
    @Rule({"CE-1", "CE-3", "CE-4", "CE-42", "CE-55", "CE-70", "CE-71"})
    void create_nothingWrong_isTaken() {
      assertThat(world.batch.createComputeEnvironment(unbroken().build()).computeEnvironmentArn())
          .isEqualTo("arn:aws:batch:us-east-1:123456789012:compute-environment/other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t4g.small", "c9.huge", "t3"})
    @Rule("CE-54")
    void create_burstableOrUnknownType_isToldWhatThereIs(String type) {
      String message =
          Refusal.messageOf(
              () ->
                  world.batch.createComputeEnvironment(
                      unbroken().applyMutation(resources(r -> r.instanceTypes(type))).build()));

      assertThat(message)
          .startsWith(
              "Error executing request, Exception : Instance type can only be one of [c5, "
                  + "c5.12xlarge, ")
          .contains("c5.large, ", "default_arm64, ", "default_x86_64, ", "optimal, ")
          .doesNotContain("t4g", "t3")
          .containsPattern("r7i\\.xlarge], RequestId: [0-9a-f-]{36}$");
    }
  }

  static Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> creations() {
    return Stream.of(
            identity(), vcpus(), instances(), strategies(), images(), unmanaged(), fargate())
        .flatMap(refusals -> refusals);
  }

  private static Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> identity() {
    String name = "Compute Environment name should match a valid pattern.";
    return Stream.of(
        wrapped(name, r -> r.computeEnvironmentName("no spaces")),
        wrapped(name, r -> r.computeEnvironmentName("x".repeat(129))),
        wrapped(name, r -> r.computeEnvironmentName("")),
        bare(
            "Compute Environment must be created in ENABLED state.",
            r -> r.state(CEState.DISABLED)),
        bare("Compute Environment must be created in ENABLED state.", r -> r.state("PAUSED")),
        bare("Object already exists", r -> r.computeEnvironmentName(BatchWorld.ENVIRONMENT)),
        bare(
            "computeResources must be provided for a MANAGED compute environment",
            r -> r.computeResources((ComputeResource) null)),
        bare(
            "unmanagedvCpus is not applicable for managed Compute Environment.",
            r -> r.unmanagedvCpus(4)));
  }

  private static Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> vcpus() {
    return Stream.of(
        wrapped("Resource minvCpus is required.", resources(r -> r.minvCpus(null))),
        wrapped("Resource maxvCpus is required.", resources(r -> r.maxvCpus(null))),
        bare("minvCpus should be greater than or equal to 0.", resources(r -> r.minvCpus(-1))),
        bare(
            "maxvCpus should be greater than or equal to minvCpus.",
            resources(r -> r.minvCpus(4).maxvCpus(2))),
        bare(
            "desiredvCpus should be between minvCpus and maxvCpus.",
            resources(r -> r.minvCpus(2).desiredvCpus(1))),
        bare(
            "desiredvCpus should be between minvCpus and maxvCpus.",
            resources(r -> r.maxvCpus(16).desiredvCpus(17))));
  }

  private static Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> instances() {
    return Stream.of(
        wrapped("Instance role is required.", resources(r -> r.instanceRole(null))),
        wrapped("Instance role is required.", resources(r -> r.instanceRole(""))),
        bare("Resource instanceTypes are required.", resources(r -> r.instanceTypes(List.of()))),
        bare(
            "arm-based instance type cannot be used with other instance types.",
            resources(r -> r.instanceTypes("c5.large", "c6g.large"))),
        bare(
            "arm-based instance type cannot be used with other instance types.",
            resources(r -> r.instanceTypes("default_x86_64", "default_arm64"))),
        bare(
            "Security group ids are required.",
            resources(r -> r.securityGroupIds((List<String>) null))),
        bare("Security group ids are required.", resources(r -> r.securityGroupIds(List.of()))),
        wrapped("Resource subnets are required.", resources(r -> r.subnets(List.of()))));
  }

  private static Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> strategies() {
    Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> spotOnDemand =
        Stream.of(
                "SPOT_CAPACITY_OPTIMIZED",
                "SPOT_PRICE_CAPACITY_OPTIMIZED",
                "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED")
            .map(
                strategy ->
                    wrapped(
                        "Invalid compute resource allocation strategy "
                            + strategy
                            + " for type EC2",
                        resources(r -> r.type(CRType.EC2).allocationStrategy(strategy))));
    Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> others =
        Stream.of(
            wrapped(
                "Invalid compute resource allocation strategy CHEAPEST for type SPOT",
                resources(r -> r.allocationStrategy("CHEAPEST"))),
            bare(
                "Allocation strategy BEST_FIT_PROGRESSIVE_ORDERED requires compute resource type"
                    + " EC2.",
                resources(r -> r.allocationStrategy("BEST_FIT_PROGRESSIVE_ORDERED"))),
            bare(
                bundles("SPOT_CAPACITY_OPTIMIZED_PRIORITIZED"),
                resources(
                    r ->
                        r.allocationStrategy("SPOT_CAPACITY_OPTIMIZED_PRIORITIZED")
                            .instanceTypes("c5", "optimal"))),
            bare(
                bundles("BEST_FIT_PROGRESSIVE_ORDERED"),
                resources(
                    r ->
                        r.type(CRType.EC2)
                            .allocationStrategy("BEST_FIT_PROGRESSIVE_ORDERED")
                            .instanceTypes("default_arm64"))),
            bare("Bid percentage must be between 0 to 100.", resources(r -> r.bidPercentage(-1))),
            bare("Bid percentage must be between 0 to 100.", resources(r -> r.bidPercentage(101))),
            bare(
                "compute resource spotIamFleetRole is required.",
                resources(r -> r.allocationStrategy(CRAllocationStrategy.BEST_FIT))),
            bare(
                "compute resource spotIamFleetRole is required.",
                resources(r -> r.allocationStrategy((String) null))));
    return Stream.concat(spotOnDemand, others);
  }

  private static String bundles(String strategy) {
    return "Instance type bundles (e.g. optimal, default_x86_64) are not allowed for "
        + strategy
        + " allocation strategy. Specify instance families or types directly.";
  }

  private static Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> images() {
    String endOfLife =
        "Amazon Linux 2 is end-of-life. Please see"
            + " https://docs.aws.amazon.com/batch/latest/userguide/compute_resource_AMIs.html.";
    String invalid = "Invalid imageType in ComputeResources.ec2Configuration";
    return Stream.of(
        bare(invalid, image("ECS_AL2022")),
        bare(invalid, image(null)),
        bare(endOfLife, image("ECS_AL2")),
        bare(endOfLife, image("ECS_AL2_NVIDIA")));
  }

  private static Consumer<CreateComputeEnvironmentRequest.Builder> image(String type) {
    return resources(r -> r.ec2Configuration(image -> image.imageType(type)));
  }

  private static Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> unmanaged() {
    String linked = "arn:aws:iam::1:role/aws-service-role/batch/AWSServiceRoleForBatch";
    return Stream.of(
        bare("ServiceRole is required.", r -> r.type(CEType.UNMANAGED)),
        bare(
            "Service Linked Role cannot be used with UNMANAGED Compute Environment.",
            r -> r.type(CEType.UNMANAGED).serviceRole(linked)),
        bare(
            "Cannot create an UNMANAGED Fargate Compute Environment.",
            r -> resources(c -> c.type(CRType.FARGATE)).accept(r.type(CEType.UNMANAGED))));
  }

  private static Stream<Refusal<CreateComputeEnvironmentRequest.Builder>> fargate() {
    return Map.<String, Consumer<ComputeResource.Builder>>of(
            "minvCpus", r -> r.minvCpus(0),
            "desiredvCpus", r -> r.desiredvCpus(0),
            "instanceTypes", r -> r.instanceTypes("c5"),
            "allocationStrategy", r -> r.allocationStrategy("BEST_FIT"),
            "instanceRole", r -> r.instanceRole("ecsInstanceRole"),
            "tags", r -> r.tags(Map.of("a", "b")),
            "ec2KeyPair", r -> r.ec2KeyPair("key"),
            "bidPercentage", r -> r.bidPercentage(50),
            "spotIamFleetRole", r -> r.spotIamFleetRole("fleet"),
            "ec2Configuration", r -> r.ec2Configuration(i -> i.imageType("ECS_AL2023")))
        .entrySet()
        .stream()
        .map(
            field ->
                bare(
                    field.getKey() + " is not applicable for Fargate.",
                    r ->
                        r.computeResources(
                            c -> field.getValue().accept(c.type("FARGATE").maxvCpus(4)))));
  }

  @Nested
  class Update {

    @ParameterizedTest
    @MethodSource("io.github.spotbatch.testing.EnvironmentRefusalsTest#updates")
    @Rule({"CE-40", "CE-41", "CE-105", "CE-108", "ERR-12"})
    void update_oneThingWrong_isRefusedInBatchsWords(
        Refusal<UpdateComputeEnvironmentRequest.Builder> refusal) {
      UpdateComputeEnvironmentRequest.Builder request =
          UpdateComputeEnvironmentRequest.builder().computeEnvironment(BatchWorld.ENVIRONMENT);
      refusal.change().accept(request);

      refusal.check(() -> world.batch.updateComputeEnvironment(request.build()));
    }

    @Test
    @Rule("CE-105")
    void update_desiredBelowWhatBatchAsksFor_isRefused() {
      try (FakeAws busy = FakeAws.create()) {
        BatchWorld busyWorld = BatchWorld.ready(busy, r -> r.minvCpus(4));

        Refusal.bare(
                "Manually scaling down compute environment is not supported. Disconnecting job"
                    + " queues from compute environment will cause it to scale-down to minvCpus.",
                any -> {})
            .check(
                () ->
                    busyWorld.batch.updateComputeEnvironment(
                        r ->
                            r.computeEnvironment(BatchWorld.ENVIRONMENT)
                                .computeResources(c -> c.minvCpus(0).desiredvCpus(2))));
      }
    }
  }

  static Stream<Refusal<UpdateComputeEnvironmentRequest.Builder>> updates() {
    String arn = "arn:aws:batch:us-east-1:123456789012:compute-environment/none";
    return Stream.of(
        bare("none does not exist", r -> r.computeEnvironment("none")),
        bare(arn + " does not exist", r -> r.computeEnvironment(arn)),
        bare(
            "At least one compute-resources attribute must be specified",
            r -> r.computeResources(ComputeResourceUpdate.builder().build())),
        bare(
            "maxvCpus should be greater than or equal to minvCpus.",
            r -> r.computeResources(c -> c.minvCpus(17))),
        bare(
            "minvCpus should be greater than or equal to 0.",
            r -> r.computeResources(c -> c.minvCpus(-1))),
        bare(
            "desiredvCpus should be between minvCpus and maxvCpus.",
            r -> r.computeResources(c -> c.desiredvCpus(17))));
  }

  @Nested
  class Others {

    @Test
    @Rule("CE-87")
    void delete_attachedToAQueue_isRefused() {
      bare("Cannot delete, found existing JobQueue relationship.", any -> {})
          .check(
              () ->
                  world.batch.deleteComputeEnvironment(
                      r -> r.computeEnvironment(BatchWorld.ENVIRONMENT)));
    }

    @Test
    @Rule("CE-87")
    void delete_stillCreating_isRefused() {
      world.createEnvironment("fresh", r -> {});

      bare("Cannot delete, resource is being modified.", any -> {})
          .check(() -> world.batch.deleteComputeEnvironment(r -> r.computeEnvironment("fresh")));
    }

    @Test
    @Rule("ERR-9")
    void describe_namesAndMaxResults_isRefused() {
      wrapped("ComputeEnvironments and MaxResults cannot both be set", any -> {})
          .check(
              () ->
                  world.batch.describeComputeEnvironments(
                      r -> r.computeEnvironments("a").maxResults(5)));
    }
  }

  private static CreateComputeEnvironmentRequest.Builder unbroken() {
    return world.environment(r -> {}).toBuilder().computeEnvironmentName("other");
  }

  private static Consumer<CreateComputeEnvironmentRequest.Builder> resources(
      Consumer<ComputeResource.Builder> change) {
    return request ->
        request.computeResources(
            request.build().computeResources().toBuilder().applyMutation(change).build());
  }
}
