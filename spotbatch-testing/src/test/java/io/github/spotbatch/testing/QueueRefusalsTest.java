package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
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
    world.createEnvironment("arm", r -> r.instanceTypes("c6g"));
    world.createEnvironment("invalid", r -> r.instanceRole("none"));
    aws.advance(Duration.ofMinutes(1));
    world.createEnvironment("creating", r -> {});
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @ParameterizedTest
  @MethodSource("refusals")
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
  void create_nothingWrong_isTaken() {
    world.batch.createJobQueue(
        BatchWorld.queue("fine", 1, ENVIRONMENT, "second")
            .jobStateTimeLimitActions(limit(CAPACITY, "CANCEL"))
            .build());

    assertThat(world.queues("fine")).hasSize(1);
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

  private static JobStateTimeLimitAction limit(String reason, String action) {
    return JobStateTimeLimitAction.builder()
        .reason(reason)
        .state("RUNNABLE")
        .maxTimeSeconds(600)
        .action(action)
        .build();
  }
}
