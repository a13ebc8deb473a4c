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

/** Jobs that head their queue and cannot run, JOB-47. */
class BlockedJobsTest {

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
  @Rule("JOB-48")
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
  @Rule("CE-31")
  void bid_belowEveryPool_isBlocked() {
    BatchWorld world =
        BatchWorld.ready(aws, r -> r.bidPercentage(1).instanceTypes("c5.large", "c5.xlarge"));

    assertThat(blocked(world, r -> {}).statusReason()).isEqualTo(CAPACITY);
  }

  @Test
  void environment_disabled_leavesTheCauseOpen() {
    BatchWorld world = BatchWorld.ready(aws);
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).state(CEState.DISABLED));

    assertThat(blocked(world, r -> {}).statusReason())
        .isEqualTo("UNDETERMINED - Batch job is blocked, root cause is undetermined.");
  }

  @Test
  void environment_invalid_asksForAction() {
    BatchWorld world = BatchWorld.ready(aws);
    aws.removeDefaultVpc();
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.maxvCpus(8)));

    assertThat(blocked(world, r -> {}).statusReason())
        .isEqualTo("ACTION_REQUIRED - CE(s) associated with the job queue are invalid.");
  }

  @Test
  void reason_comesOnlyAfterAWhile() {
    BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(2).instanceTypes("c5.xlarge"));

    String id = world.submit("job");
    aws.advance(Duration.ofMinutes(9));

    assertThat(world.job(id).statusReason()).isNull();
  }

  @Test
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
  @Rule("JQ-15")
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

  private BatchWorld limited(String reason) {
    BatchWorld world = BatchWorld.ready(aws, r -> r.instanceTypes("m5.xlarge"));
    world.batch.updateJobQueue(
        r ->
            r.jobQueue(QUEUE)
                .jobStateTimeLimitActions(
                    l -> l.reason(reason).state("RUNNABLE").action("CANCEL").maxTimeSeconds(700)));
    aws.advance(Duration.ofMinutes(1));
    return world;
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
