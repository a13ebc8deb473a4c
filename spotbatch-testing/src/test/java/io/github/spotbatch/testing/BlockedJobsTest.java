package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;

/** Jobs that head their queue and cannot run. */
class BlockedJobsTest {

  private static final String POLICY = "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"Service\":\"batch.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
  private static final String REQUIREMENT =
      "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU)"
          + " is higher than that can be met by the CE(s) attached to the job queue.";
  private static final String MAX_RESOURCE =
      "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue"
          + " cannot meet the CPU requirement of the job.";
  private static final String CAPACITY =
      "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested for"
          + " instance type [c5.large]";

  private final FakeAws aws = FakeAws.create();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule({"JOB-47", "JOB-48"})
  void memory_ofTheWholeHost_neverFits() {
    // An m5.xlarge has 16384 MiB, of which ECS registers less.
    BatchWorld world = BatchWorld.ready(aws, r -> r.instanceTypes("m5.xlarge"));

    JobDetail job = blocked(world, requirement("MEMORY", "16384"));

    assertThat(job.statusReason()).isEqualTo(REQUIREMENT);
    assertThat(world.launchedTypes()).isEmpty();
  }

  @Test
  @Rule("JOB-48")
  void memory_thatTheAgentLeaves_fits() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.instanceTypes("m5.xlarge"));

    String id = world.submit("job", requirement("MEMORY", "15000"));
    aws.advance(Duration.ofMinutes(2));

    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  @Rule("JOB-47")
  void vcpus_aboveTheMaximum_areBlocked() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(4).instanceTypes("c5"));

    JobDetail job = blocked(world, requirement("VCPU", "8"));

    assertThat(job.statusReason()).isEqualTo(MAX_RESOURCE);
    assertThat(world.launchedTypes()).isEmpty();
  }

  @Test
  @Rule("CE-46")
  void maximum_belowEveryAllowedInstance_isBlocked() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(2).instanceTypes("c5.xlarge"));

    assertThat(blocked(world, r -> {}).statusReason()).isEqualTo(MAX_RESOURCE);
    assertThat(world.launchedTypes()).isEmpty();
  }

  @Test
  @Rule({"CE-31", "JOB-47"})
  void bid_belowEveryPool_isBlocked() {
    BatchWorld world =
        BatchWorld.ready(aws, r -> r.bidPercentage(1).instanceTypes("c5.large", "c5.xlarge"));

    assertThat(blocked(world, r -> {}).statusReason()).isEqualTo(CAPACITY);
  }

  @Test
  @Rule("JOB-47")
  void environment_disabled_leavesTheCauseOpen() {
    BatchWorld world = BatchWorld.ready(aws);
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).state(CEState.DISABLED));

    assertThat(blocked(world, r -> {}).statusReason())
        .isEqualTo("UNDETERMINED - Batch job is blocked, root cause is undetermined.");
  }

  @Test
  @Rule("JOB-47")
  void environment_invalid_asksForAction() {
    BatchWorld world = BatchWorld.ready(aws);
    aws.removeDefaultVpc();
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.maxvCpus(8)));

    assertThat(blocked(world, r -> {}).statusReason())
        .isEqualTo("ACTION_REQUIRED - CE(s) associated with the job queue are invalid.");
  }

  @Test
  @Rule("JOB-47")
  void serviceRole_withoutItsPolicy_isToldApart() {
    BatchWorld world = BatchWorld.ready(aws);
    IamClient iam = aws.client(IamClient.builder());
    iam.createRole(r -> r.roleName("service").assumeRolePolicyDocument(TRUST));
    iam.attachRolePolicy(r -> r.roleName("service").policyArn(POLICY));
    aws.advance(Duration.ofMinutes(1));
    world.batch.createComputeEnvironment(
        world.environment(r -> {}).toBuilder()
            .computeEnvironmentName("own-role")
            .serviceRole("service")
            .build());
    aws.advance(Duration.ofMinutes(1));
    world.createQueue("own-role", 1, "own-role");
    aws.advance(Duration.ofMinutes(1));
    iam.detachRolePolicy(r -> r.roleName("service").policyArn(POLICY));
    aws.advance(Duration.ofMinutes(1));

    assertThat(blocked(world, r -> r.jobQueue("own-role")).statusReason())
        .isEqualTo(
            "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch service role has a permission"
                + " issue.");
  }

  @Test
  @Rule("JOB-47")
  void instanceTypes_thatCannotBeConfigured_areBlockedUntilThereAreOthers() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.instanceTypes("c5.large", "c5.xlarge"));
    aws.hosts().unsupported(ENVIRONMENT, "c5.*");

    JobDetail job = blocked(world, r -> {});
    assertThat(job.statusReason())
        .isEqualTo(
            "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - Your compute environment"
                + " associated with this job queue has an unsupported instance type"
                + " configuration.");
    assertThat(world.launchedTypes()).isEmpty();

    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.instanceTypes("m5.large")));
    aws.runUntilIdle();
    assertThat(world.job(job.jobId()).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  @Rule("JOB-47")
  void reason_thatChanges_isToldAnew() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(2).instanceTypes("c5.xlarge"));
    JobDetail job = blocked(world, r -> {});
    assertThat(job.statusReason()).isEqualTo(MAX_RESOURCE);

    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).state(CEState.DISABLED));
    aws.runUntilIdle();

    assertThat(world.job(job.jobId()).statusReason()).startsWith("UNDETERMINED");
  }

  @Test
  @Rule("JOB-82")
  void blockedHead_isToldToTheEventBus_once() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(2).instanceTypes("c5.xlarge"));
    EventBridgeClient events = aws.client(EventBridgeClient.builder());
    String target = "arn:aws:sqs:us-east-1:123456789012:blocked";
    events.putRule(
        r -> r.name("blocked").eventPattern("{\"detail-type\":[\"Batch Job Queue Blocked\"]}"));
    events.putTargets(r -> r.rule("blocked").targets(t -> t.id("1").arn(target)));
    String head = world.submit("head");
    world.submit("behind");
    aws.advance(Duration.ofMinutes(9));
    assertThat(aws.events().delivered(target)).isEmpty();

    aws.advance(Duration.ofHours(1));

    assertThat(aws.events().delivered(target))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.json())
                    .contains("\"source\":\"aws.batch\"")
                    .contains(world.job(head).jobArn())
                    .contains(world.queues(QUEUE).get(0).jobQueueArn())
                    .contains("\"status\":\"RUNNABLE\"")
                    .contains(MAX_RESOURCE));
  }

  @Test
  @Rule("JOB-47")
  void reason_comesOnlyAfterAWhile() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(2).instanceTypes("c5.xlarge"));

    String id = world.submit("job");
    aws.advance(Duration.ofMinutes(9));

    assertThat(world.job(id).statusReason()).isNull();
  }

  @Test
  @Rule("JOB-47")
  void reason_goesOnceTheJobRuns() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(2).instanceTypes("c5.xlarge"));
    String id = world.submit("job");
    aws.advance(Duration.ofMinutes(20));
    assertThat(world.job(id).statusReason()).isEqualTo(MAX_RESOURCE);

    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.maxvCpus(8)));
    aws.advance(Duration.ofMinutes(2));

    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(world.job(id).statusReason()).isNull();
  }

  @Test
  @Rule("JQ-14")
  void behindABlockedHead_nothingRuns() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(4).instanceTypes("c5.xlarge"));
    world.submit("large", requirement("VCPU", "8"));
    world.submit("small");

    aws.advance(Duration.ofHours(1));

    assertThat(world.names(JobStatus.RUNNABLE)).containsExactlyInAnyOrder("large", "small");
  }

  @Test
  @Rule({"JQ-15", "JOB-47"})
  void timeLimit_ofThatReason_cancels() {
    BatchWorld world = limited("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT");

    String id = world.submit("job", requirement("MEMORY", "16384"));
    aws.runUntilIdle();

    JobDetail job = world.job(id);
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.isCancelled()).isTrue();
    assertThat(job.statusReason())
        .isEqualTo(
            "Canceled by JobStateTimeLimit action due to reason:"
                + " MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT");
    assertThat(job.stoppedAt() - job.createdAt())
        .as("a limit of 700 s, from the moment Batch looked")
        .isEqualTo(
            Duration.ofSeconds(700)
                .plus(Timings.defaults().of(Step.JOB_SUBMITTED))
                .plus(Timings.defaults().of(Step.SCHEDULING))
                .toMillis());
  }

  @Test
  @Rule("JQ-15")
  void timeLimit_ofAnotherReason_doesNothing() {
    BatchWorld world = limited("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY");

    String id = world.submit("job", requirement("MEMORY", "16384"));
    aws.runUntilIdle();

    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNABLE);
  }

  @Test
  @Rule("JQ-15")
  void timeLimit_givenWhileBlocked_countsFromTheBeginning() {
    BatchWorld world = limited("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY");
    String id = world.submit("job", requirement("MEMORY", "16384"));
    String behind = world.submit("behind");
    aws.advance(Duration.ofMinutes(20));
    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNABLE);

    limit(world, "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT");
    aws.advance(Duration.ofSeconds(1));

    assertThat(world.job(id).status()).as("over long ago").isEqualTo(JobStatus.FAILED);
    aws.runUntilIdle();
    assertThat(world.job(behind).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  @Rule("JQ-15")
  void timeLimit_takenBackInTime_doesNothing() {
    BatchWorld world = limited("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT");
    String id = world.submit("job", requirement("MEMORY", "16384"));
    aws.advance(Duration.ofMinutes(5));

    limit(world, "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY");
    aws.runUntilIdle();

    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNABLE);
  }

  private BatchWorld limited(String reason) {
    BatchWorld world = BatchWorld.ready(aws, r -> r.instanceTypes("m5.xlarge"));
    limit(world, reason);
    aws.advance(Duration.ofMinutes(1));
    return world;
  }

  private static void limit(BatchWorld world, String reason) {
    world.batch.updateJobQueue(
        r ->
            r.jobQueue(QUEUE)
                .jobStateTimeLimitActions(
                    l -> l.reason(reason).state("RUNNABLE").action("CANCEL").maxTimeSeconds(700)));
  }

  private JobDetail blocked(BatchWorld world, Consumer<SubmitJobRequest.Builder> change) {
    String id = world.submit("job", change);
    aws.runUntilIdle();
    JobDetail job = world.job(id);
    assertThat(job.status()).isEqualTo(JobStatus.RUNNABLE);
    return job;
  }

  private static Consumer<SubmitJobRequest.Builder> requirement(String type, String value) {
    return r -> r.containerOverrides(c -> c.resourceRequirements(v -> v.type(type).value(value)));
  }
}
