package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.JobQueueType;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitAction;

class QueueRefusalsTest {

  private static final String NOT_VALID =
      "Compute Environments must be created and valid before attaching them to a job queue";
  private static final String CAPACITY = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";

  private static FakeAws aws;
  private static BatchWorld world;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
    world.createEnvironment("second", r -> {});
    world.createEnvironment("third", r -> {});
    world.createEnvironment(
        "on-demand", r -> r.type("EC2").allocationStrategy("BEST_FIT_PROGRESSIVE"));
    world.batch.createComputeEnvironment(fargate());
    world.createEnvironment("arm", r -> r.instanceTypes("c6g"));
    world.createEnvironment("invalid", r -> r.instanceRole("none"));
    aws.advance(Duration.ofMinutes(1));
    world.createEnvironment("creating", r -> {});
  }

  private static CreateComputeEnvironmentRequest fargate() {
    ComputeResource ec2 = world.environment(r -> {}).computeResources();
    return CreateComputeEnvironmentRequest.builder()
        .computeEnvironmentName("fargate")
        .type("MANAGED")
        .computeResources(
            r ->
                r.type("FARGATE")
                    .maxvCpus(4)
                    .subnets(ec2.subnets())
                    .securityGroupIds(ec2.securityGroupIds()))
        .build();
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Rule({"JQ-1", "JQ-2", "JQ-3", "JQ-4", "JQ-5", "JQ-6", "JQ-7", "JQ-8", "JQ-10", "JQ-15"})
  void create_oneThingWrong_isRefusedInBatchsWords(Refusal<CreateJobQueueRequest.Builder> refusal) {
    CreateJobQueueRequest.Builder request = BatchWorld.queue("other", 1, ENVIRONMENT, "second");
    refusal.change().accept(request);

    refusal.check(() -> world.batch.createJobQueue(request.build()));
  }

  static Stream<Refusal<CreateJobQueueRequest.Builder>> refusals() {
    String name = "Job Queue name should match a valid pattern.";
    return Stream.of(
        bare(name, r -> r.jobQueueName("no spaces")),
        bare(name, r -> r.jobQueueName("x".repeat(129))),
        bare("Object already exists", r -> r.jobQueueName(BatchWorld.QUEUE)),
        wrapped("Priority is required.", r -> r.priority(null)),
        wrapped("Job Queue state is not valid.", r -> r.state("PAUSED")),
        bare("Priority must be between 0 and 1000.", r -> r.priority(-1)),
        bare("Priority must be between 0 and 1000.", r -> r.priority(1001)),
        bare(
            "All attached Compute Environments must be of types [EC2, SPOT] or types"
                + " [FARGATE_SPOT, FARGATE] or types [ECS_MANAGED_INSTANCES], not mixed.",
            r -> r.computeEnvironmentOrder(entry(1, ENVIRONMENT), entry(2, "fargate"))),
        bare(
            "EKS job queue type must have EKS compute environment.",
            r -> r.jobQueueType(JobQueueType.EKS)),
        bare(
            "ECS_FARGATE job queue type must have ECS_FARGATE compute environment.",
            r -> r.jobQueueType(JobQueueType.ECS_FARGATE)),
        bare(
            "Job queues of type SAGEMAKER_TRAINING must have serviceEnvironmentOrder.",
            r -> r.jobQueueType(JobQueueType.SAGEMAKER_TRAINING)),
        wrapped(
            "computeEnvironmentOrder and serviceEnvironmentOrder cannot both be set.",
            r -> r.serviceEnvironmentOrder(o -> o.order(1).serviceEnvironment("training"))),
        bare("Invalid job state limit action.", limited(l -> l.reason(null))),
        bare("Invalid job state limit action.", limited(l -> l.reason("TIRED"))),
        bare("Invalid job state limit action.", limited(l -> l.state("RUNNING"))),
        bare("Invalid job state limit action.", limited(l -> l.maxTimeSeconds(599))),
        bare("Invalid job state limit action.", limited(l -> l.maxTimeSeconds(86_401))),
        bare("computeEnvironmentOrder is required.", r -> r.computeEnvironmentOrder(List.of())),
        bare(
            "Only 3 environments are allowed in job queue request.",
            r ->
                r.computeEnvironmentOrder(
                    entry(1, ENVIRONMENT), entry(2, "second"), entry(3, "third"), entry(4, "x"))),
        bare(
            "Duplicate ComputeEnvironments within order list.",
            r ->
                r.computeEnvironmentOrder(
                    entry(1, ENVIRONMENT), entry(2, world.environment().computeEnvironmentArn()))),
        bare(
            "Duplicate ComputeEnvironment order values.",
            r -> r.computeEnvironmentOrder(entry(1, ENVIRONMENT), entry(1, "second"))),
        bare(NOT_VALID, r -> r.computeEnvironmentOrder(entry(1, "none"))),
        bare(NOT_VALID, r -> r.computeEnvironmentOrder(entry(1, "invalid"))),
        bare(NOT_VALID, r -> r.computeEnvironmentOrder(entry(1, "creating"))),
        bare(
            NOT_VALID,
            r ->
                r.computeEnvironmentOrder(
                    entry(
                        1,
                        world
                            .environment()
                            .computeEnvironmentArn()
                            .replace("us-east-1", "eu-west-1")))),
        bare(
            "Invalid job action. Valid job actions: [CANCEL]",
            r -> r.jobStateTimeLimitActions(limit(CAPACITY, "TERMINATE"))),
        bare(
            "Duplicate job state limit actions are not allowed.",
            r -> r.jobStateTimeLimitActions(limit(CAPACITY, "CANCEL"), limit(CAPACITY, "CANCEL"))));
  }

  @Test
  @Rule({"JQ-1", "JQ-2", "JQ-4", "JQ-5", "JQ-6", "JQ-7", "JQ-8", "JQ-9", "JQ-10", "JQ-15"})
  void create_everythingAtItsBounds_isTaken() {
    String name = "-".repeat(128);
    world.batch.createJobQueue(
        BatchWorld.queue(name, 1000, ENVIRONMENT, "second")
            .computeEnvironmentOrder(
                entry(9, ENVIRONMENT),
                entry(-1, world.environments("second").get(0).computeEnvironmentArn()),
                entry(3, "on-demand"))
            .jobQueueType(JobQueueType.ECS)
            .jobStateTimeLimitActions(
                limit(CAPACITY, "CANCEL").toBuilder().maxTimeSeconds(86_400).build(),
                limit("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE", "CANCEL"),
                limit("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", "CANCEL"),
                limit("MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED", "CANCEL"))
            .build());

    assertThat(world.queues(name))
        .singleElement()
        .satisfies(
            queue -> {
              assertThat(queue.priority()).isEqualTo(1000);
              assertThat(queue.jobStateTimeLimitActions()).hasSize(4);
              assertThat(queue.computeEnvironmentOrder())
                  .as("by ARN, however given")
                  .allSatisfy(entry -> assertThat(entry.computeEnvironment()).startsWith("arn:"));
            });
  }

  @Test
  @Rule({"JQ-2", "JQ-8", "JQ-10"})
  void create_onFargate_isTaken() {
    world.batch.createJobQueue(
        BatchWorld.queue("on-fargate", 0, "fargate")
            .jobQueueType(JobQueueType.ECS_FARGATE)
            .build());

    assertThat(world.queues("on-fargate").get(0).jobQueueType())
        .isEqualTo(JobQueueType.ECS_FARGATE);
  }

  @Test
  void create_onServiceEnvironments_isNotModelled() {
    assertThatThrownBy(
            () ->
                world.batch.createJobQueue(
                    BatchWorld.queue("training", 1)
                        .computeEnvironmentOrder((List<ComputeEnvironmentOrder>) null)
                        .jobQueueType(JobQueueType.SAGEMAKER_TRAINING)
                        .serviceEnvironmentOrder(o -> o.order(1).serviceEnvironment("training"))
                        .build()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("serviceEnvironmentOrder");
  }

  @Test
  @Rule("JQ-9")
  void create_mixedArchitectures_isRefused() {
    assertThat(
            Refusal.messageOf(
                () ->
                    world.batch.createJobQueue(
                        BatchWorld.queue("mixed", 1, ENVIRONMENT, "arm").build())))
        .contains("architecture");
  }

  @Test
  @Rule("ERR-12")
  void update_absentQueue_doesNotExist() {
    bare("none does not exist", any -> {})
        .check(() -> world.batch.updateJobQueue(r -> r.jobQueue("none").priority(2)));
  }

  @Test
  @Rule("ERR-9")
  void describe_namesAndMaxResults_isRefused() {
    wrapped("JobQueues and MaxResults cannot both be set", any -> {})
        .check(() -> world.batch.describeJobQueues(r -> r.jobQueues("a").maxResults(5)));
  }

  private static ComputeEnvironmentOrder entry(int order, String environment) {
    return ComputeEnvironmentOrder.builder().order(order).computeEnvironment(environment).build();
  }

  private static Consumer<CreateJobQueueRequest.Builder> limited(
      Consumer<JobStateTimeLimitAction.Builder> change) {
    return request ->
        request.jobStateTimeLimitActions(
            limit(CAPACITY, "CANCEL").toBuilder().applyMutation(change).build());
  }

  private static JobStateTimeLimitAction limit(String reason, String action) {
    return JobStateTimeLimitAction.builder()
        .reason(reason)
        .state("RUNNABLE")
        .maxTimeSeconds(600)
        .action(action)
        .build();
  }
}
