package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RunnableReason;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitActionsAction;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitActionsState;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Each cause of a failure, brought about in the world, and what spotbatch says of it. */
class EveryCauseTest {

  private static final Duration LONG = Duration.ofHours(12);

  private final FakeAws aws = FakeAws.create();
  private final BatchClient batch = aws.typedClient(BatchClient.class);
  private final Ec2Client ec2 = aws.typedClient(Ec2Client.class);
  private SpotBatch spotBatch;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    HandMadeQueue.make(aws);
    spotBatch =
        aws.spotBatchBuilder()
            .batchClient(batch)
            .ec2Client(ec2)
            .ecsClient(aws.typedClient(EcsClient.class))
            .build();
    queue = spotBatch.queue(HandMadeQueue.QUEUE);
    aws.journal().clear();
  }

  @AfterEach
  void close() {
    spotBatch.close();
    aws.close();
  }

  @Test
  @Rule({"JOB-44", "JOB-45"})
  void spotTakesTheHost_isALostHostAndAfterEc2sWordAnInterruption() {
    aws.jobs().named("frame-12").runsFor(Duration.ofMinutes(40));
    aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));
    JobHandle job = submit();
    JobResult plain = job.await(LONG);
    AttemptCause.HostLost lost = (AttemptCause.HostLost) plain.cause().orElseThrow();
    aws.journal().clear();

    JobResult found = job.investigate();

    String id = lost.instanceId().orElseThrow();
    assertThat(plain.attempts().get(0).host()).isEmpty();
    assertThat(found.cause()).contains(new AttemptCause.SpotInterruption(Optional.of(id)));
    assertThat(found.explain())
        .isEqualTo(
            "Job %s (%s) failed after 1 attempt because Spot took back its host %s.",
            job.awsName(), job.id(), id);
    JobHost host = hostOf(found);
    assertThat(host.instanceId()).isEqualTo(id);
    assertThat(host.instanceType()).isEqualTo("c5.large");
    assertThat(host.availabilityZone()).startsWith("us-east-1");
    assertThat(host.spot()).contains(true);
    assertThat(job.result()).isEqualTo(found);
    assertThat(aws.journal().count("*")).isEqualTo(4);
    for (String call :
        List.of(
            "batch:DescribeJobQueues",
            "batch:DescribeComputeEnvironments",
            "ecs:DescribeContainerInstances",
            "ec2:DescribeInstances")) {
      assertThat(aws.journal().count(call)).as(call).isEqualTo(1);
    }
  }

  @Test
  @Rule("JOB-45")
  void hostIsTerminatedByHand_staysALostHost() {
    aws.jobs().named("frame-12").runsFor(Duration.ofMinutes(40));
    JobHandle job = submit();
    aws.advance(Duration.ofMinutes(10));
    String id = job.host().orElseThrow().instanceId();

    ec2.terminateInstances(r -> r.instanceIds(id));
    job.await(LONG);
    JobResult found = job.investigate();

    assertThat(found.cause()).contains(new AttemptCause.HostLost(Optional.of(id)));
    assertThat(found.explain()).endsWith("because its host " + id + " was terminated.");
    assertThat(hostOf(found).spot()).contains(true);
  }

  @Test
  @Rule("JOB-41")
  void containerUsesTooMuchMemory_ranOutOfIt() {
    aws.jobs()
        .named("frame-12")
        .runsFor(Duration.ofMinutes(9))
        .usesMemoryMiB(600, Duration.ofMinutes(3));

    JobResult result = failed();

    assertThat(result.cause()).contains(new AttemptCause.OutOfMemory());
    assertThat(result.explain()).endsWith("because the container ran out of memory.");
    assertThat(hostOf(result).spot()).contains(true);
  }

  @Test
  @Rule("JOB-42")
  void imageIsNotThere_couldNotBePulled() {
    aws.jobs().named("frame-12").cannotBePulled();

    JobResult result = failed();

    assertThat(result.cause().orElseThrow()).isInstanceOf(AttemptCause.ImagePull.class);
    assertThat(result.explain())
        .contains("because the image could not be pulled (CannotPullContainerError: ");
  }

  @Test
  @Rule("JOB-42")
  void dockerDoesNotAnswer_couldNotBeStarted() {
    String reason = "DockerTimeoutError: Could not transition to created; timed out after 4m0s";
    aws.jobs().named("frame-12").failsToStart(reason);

    JobResult result = failed();

    assertThat(result.cause()).contains(new AttemptCause.StartFailure(reason));
    assertThat(result.explain()).endsWith("could not be started (" + reason + ").");
  }

  @Test
  @Rule("JOB-43")
  void attemptTakesTooLong_timedOut() {
    aws.jobs().named("frame-12").runsFor(Duration.ofHours(3));

    JobResult result = failed(request -> request.timeout(Duration.ofMinutes(10)));

    assertThat(result.cause()).contains(new AttemptCause.TimedOut());
    assertThat(result.explain()).endsWith("because the attempt took longer than its timeout.");
  }

  @Test
  @Rule("JOB-40")
  void programEndsWithACode_hasTheCode() {
    aws.jobs().named("frame-12").exits(3);

    JobResult result = failed();

    assertThat(result.cause()).contains(new AttemptCause.NonZeroExit(3));
    assertThat(result.explain()).endsWith("because the container ended with exit code 3.");
  }

  @Test
  @Rule("JOB-60")
  void jobIsCancelledWhileItWaits_hasTheReason() {
    JobHandle job = submit();
    aws.advance(Duration.ofSeconds(5));

    batch.cancelJob(r -> r.jobId(job.id()).reason("wrong input"));

    JobResult result = job.await(LONG);
    assertThat(result.cause()).contains(new AttemptCause.Cancelled("wrong input"));
    assertThat(result.explain()).endsWith("failed because it was cancelled (wrong input).");
    aws.journal().clear();
    assertThat(job.investigate()).isEqualTo(result);
    assertThat(aws.journal().count("*")).isZero();
  }

  @Test
  @Rule("JOB-61")
  void jobIsTerminatedWhileItRuns_hasTheReason() {
    aws.jobs().named("frame-12").runsFor(Duration.ofHours(3));
    JobHandle job = submit();
    aws.advance(Duration.ofMinutes(10));

    job.terminate("no longer needed");

    JobResult result = job.await(LONG);
    assertThat(result.cause()).contains(new AttemptCause.Terminated("no longer needed"));
    assertThat(result.explain()).endsWith("because it was terminated (no longer needed).");
  }

  @Test
  @Rule("JOB-28")
  void jobBeforeItFails_neverRan() {
    aws.jobs().named("frame-12").exits(3);
    JobHandle first = submit();
    JobHandle second =
        queue.submit(JobRequest.builder(HandMadeQueue.DEFINITION).dependsOn(first.id()).build());

    JobResult result = second.await(LONG);

    assertThat(result.cause()).contains(new AttemptCause.DependencyFailed());
    assertThat(result.explain()).endsWith("failed because a job that it depends on failed.");
  }

  @Test
  @Rule("JOB-47")
  void noHostIsLargeEnough_couldNotBePlaced() {
    batch.updateJobQueue(
        r ->
            r.jobQueue(HandMadeQueue.QUEUE)
                .jobStateTimeLimitActions(
                    limit ->
                        limit
                            .reason(RunnableReason.JOB_RESOURCE_REQUIREMENT.code())
                            .state(JobStateTimeLimitActionsState.RUNNABLE)
                            .action(JobStateTimeLimitActionsAction.CANCEL)
                            .maxTimeSeconds(1200)));

    JobResult result = failed(request -> request.memoryMiB(1_000_000));

    AttemptCause.NotPlaced cause = (AttemptCause.NotPlaced) result.cause().orElseThrow();
    assertThat(cause.reason()).contains(RunnableReason.JOB_RESOURCE_REQUIREMENT);
    assertThat(result.explain())
        .endsWith(
            "failed because its queue found no host for it in time (Canceled by JobStateTimeLimit"
                + " action due to reason: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT).");
  }

  private JobHandle submit() {
    return queue.submit(JobRequest.builder(HandMadeQueue.DEFINITION).jobName("frame-12").build());
  }

  private JobResult failed() {
    return failed(request -> request);
  }

  private JobResult failed(UnaryOperator<JobRequest.Builder> more) {
    JobRequest.Builder request = JobRequest.builder(HandMadeQueue.DEFINITION).jobName("frame-12");
    JobHandle job = queue.submit(more.apply(request).build());
    job.await(LONG);
    return job.investigate();
  }

  private static JobHost hostOf(JobResult result) {
    JobAttempt attempt = result.attempts().get(result.attempts().size() - 1);
    return attempt.host().orElseThrow();
  }
}
