package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobAttempt;
import io.github.spotbatch.job.JobFailedException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Jobs on a queue that spotbatch did not make, with the caller's own clients. */
class JobScenariosTest {

  private static final Duration LONG = Duration.ofHours(12);

  private FakeAws aws;
  private BatchClient batch;
  private CloudWatchLogsClient logs;
  private EcsClient ecs;
  private SpotBatch spotBatch;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    aws = FakeAws.create();
    HandMadeQueue.make(aws);
    batch = aws.batch();
    logs = aws.client(CloudWatchLogsClient.builder());
    ecs = aws.client(EcsClient.builder());
    spotBatch =
        SpotBatch.builder()
            .batchClient(batch)
            .cloudWatchLogsClient(logs)
            .ecsClient(ecs)
            .timeKeeper(aws.time())
            .randomGenerator(new Random(1))
            .build();
    queue = spotBatch.queue(HandMadeQueue.QUEUE);
  }

  @AfterEach
  void close() {
    spotBatch.close();
    batch.close();
    logs.close();
    ecs.close();
    aws.close();
  }

  @Nested
  class Retries {

    @Test
    void awaitSuccess_hostIsReclaimed_succeedsInTheSecondAttempt() {
      aws.jobs().named("frame-12").runsFor(Duration.ofMinutes(40)).exits(0);
      aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));

      JobResult result = submit("frame-12", RetryPolicy.spotInterruptions()).awaitSuccess(LONG);

      assertThat(result.attempts()).hasSize(2);
      JobAttempt lost = result.attempts().get(0);
      assertThat(lost.exitCode()).isEmpty();
      assertThat(lost.cause().orElseThrow())
          .isInstanceOfSatisfying(
              AttemptCause.HostLost.class,
              cause -> assertThat(cause.instanceId().orElseThrow()).startsWith("i-"));
      assertThat(Duration.between(lost.startedAt().orElseThrow(), lost.stoppedAt().orElseThrow()))
          .isEqualTo(Duration.ofMinutes(12));
      assertThat(result.attempts().get(1).cause()).isEmpty();
      assertThat(result.explain())
          .matches("Job frame-12-.{12} \\(.*\\) succeeded after 2 attempts, 1 of which lost its.*");
    }

    @Test
    void awaitSuccess_applicationFails_isNotRetried() {
      aws.jobs().named("frame-12").exits(1);

      JobFailedException e =
          catchThrowableOfType(
              JobFailedException.class,
              () -> submit("frame-12", RetryPolicy.spotInterruptions()).awaitSuccess(LONG));

      assertThat(e.result().attempts()).hasSize(1);
      assertThat(e.failure()).contains(new AttemptCause.NonZeroExit(1));
    }

    @Test
    void await_everyAttemptIsReclaimed_failsWithTheLastCause() {
      aws.jobs().named("frame-12").runsFor(Duration.ofMinutes(40));
      for (int attempt = 1; attempt <= 3; attempt++) {
        aws.spot().reclaim().hostOf("frame-12").onAttempt(attempt).after(Duration.ofMinutes(5));
      }

      JobResult result = submit("frame-12", RetryPolicy.spotInterruptions(3)).await(LONG);

      assertThat(result.state()).isEqualTo(JobState.FAILED);
      assertThat(result.attempts())
          .hasSize(3)
          .allMatch(a -> a.cause().orElseThrow() instanceof AttemptCause.HostLost);
      assertThat(result.cause()).isEqualTo(result.attempts().get(2).cause());
    }

    @Test
    void await_timesOut_isNotRetried() {
      aws.jobs().named("slow").runsFor(Duration.ofHours(3));
      JobRequest request =
          JobRequest.builder(HandMadeQueue.DEFINITION)
              .jobName("slow")
              .retryPolicy(RetryPolicy.attempts(5))
              .timeout(Duration.ofMinutes(10))
              .build();

      JobResult result = queue.submit(request).await(LONG);

      assertThat(result.cause()).contains(new AttemptCause.TimedOut());
      assertThat(result.attempts()).hasSize(1);
    }

    @Test
    void await_runsOutOfMemory_saysSo() {
      aws.jobs().named("hungry").runsOutOfMemory();

      assertThat(submit("hungry", RetryPolicy.none()).await(LONG).cause())
          .contains(new AttemptCause.OutOfMemory());
    }

    @Test
    void await_imageIsMissing_saysWhichReason() {
      String reason = "CannotPullContainerError: manifest for busybox:stable not found";
      aws.jobs().named("lost").failsToStart(reason);

      assertThat(submit("lost", RetryPolicy.none()).await(LONG).cause())
          .contains(new AttemptCause.ImagePull(reason));
    }
  }

  @Nested
  class Waiting {

    @Test
    void await_jobOutlivesTheTimeout_jobGoesOn() {
      aws.jobs().named("slow").runsFor(Duration.ofHours(3));
      JobHandle job = submit("slow", RetryPolicy.none());

      assertThatThrownBy(() -> job.await(Duration.ofHours(1)))
          .isInstanceOf(WaitTimeoutException.class)
          .hasMessage("job " + job.id() + " was still RUNNING after PT1H");
      assertThat(job.awaitSuccess(LONG).succeeded()).isTrue();
    }

    @Test
    void completion_hundredJobs_allEnd() {
      List<CompletableFuture<JobResult>> futures =
          IntStream.range(0, 100)
              .mapToObj(i -> submit("job-" + i, RetryPolicy.none()).completion())
              .toList();

      assertThat(futures).allMatch(future -> future.join().succeeded());
    }

    @Test
    void await_dependencyFails_saysSo() {
      aws.jobs().named("first").exits(2);
      JobHandle first = submit("first", RetryPolicy.none());
      JobHandle second =
          queue.submit(JobRequest.builder(HandMadeQueue.DEFINITION).dependsOn(first.id()).build());

      assertThat(second.await(LONG).cause()).contains(new AttemptCause.DependencyFailed());
    }
  }

  @Nested
  class Handles {

    @Test
    void logs_twoAttempts_hasTheLinesOfBoth() {
      aws.jobs().named("frame-12").logs("scene loaded", "done").runsFor(Duration.ofMinutes(40));
      aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));
      JobHandle job = submit("frame-12", RetryPolicy.spotInterruptions());
      assertThat(job.logs()).isEmpty();

      job.awaitSuccess(LONG);

      assertThat(job.logs())
          .extracting(LogLine::attempt, LogLine::message)
          .containsExactly(
              tuple(1, "scene loaded"),
              tuple(1, "done"),
              tuple(2, "scene loaded"),
              tuple(2, "done"));
    }

    @Test
    void terminate_running_endsTheJobWithTheReason() {
      aws.jobs().named("slow").runsFor(Duration.ofHours(3));
      JobHandle job = submit("slow", RetryPolicy.attempts(5));
      aws.advance(Duration.ofMinutes(10));
      assertThat(job.state()).isEqualTo(JobState.RUNNING);

      job.terminate("no longer needed");
      JobResult result = job.await(LONG);

      assertThat(result.cause()).contains(new AttemptCause.Terminated("no longer needed"));
      assertThat(result.attempts())
          .singleElement()
          .extracting(JobAttempt::cause)
          .isEqualTo(result.cause());
    }

    @Test
    void terminate_waiting_endsTheJobBeforeItRuns() {
      JobHandle job = submit("early", RetryPolicy.none());
      aws.advance(Duration.ofSeconds(5));

      job.terminate("wrong input");
      JobResult result = job.await(LONG);

      assertThat(result.state()).isEqualTo(JobState.FAILED);
      assertThat(result.statusReason()).contains("wrong input");
      assertThat(result.cause().orElseThrow().explain()).contains("wrong input");
      assertThat(result.attempts()).isEmpty();
    }

    @Test
    void host_running_isASpotInstanceOfTheEnvironment() {
      aws.jobs().named("slow").runsFor(Duration.ofHours(3));
      JobHandle job = submit("slow", RetryPolicy.none());
      assertThat(job.host()).isEmpty();
      aws.advance(Duration.ofMinutes(10));

      Optional<JobHost> host = job.host();

      assertThat(host).isPresent();
      assertThat(host.orElseThrow().instanceId()).startsWith("i-");
      assertThat(host.orElseThrow().instanceType()).isEqualTo("c5.large");
      assertThat(host.orElseThrow().availabilityZone()).startsWith("us-east-1");
    }

    @Test
    void job_foundByItsId_isTheSameJob() {
      JobHandle submitted = submit("frame-12", RetryPolicy.none());

      JobHandle found = spotBatch.job(submitted.id());

      assertThat(found.awsName()).isEqualTo(submitted.awsName());
      assertThat(found.awaitSuccess(LONG).jobId()).isEqualTo(submitted.id());
    }

    @Test
    void submit_unknownDefinition_saysWhatAwsSaid() {
      assertThatThrownBy(() -> queue.submit(JobRequest.builder("no-such").build()))
          .isInstanceOf(JobSubmissionException.class)
          .hasMessageContaining("for queue any-queue was refused: ");
    }
  }

  private JobHandle submit(String name, RetryPolicy retryPolicy) {
    return queue.submit(
        JobRequest.builder(HandMadeQueue.DEFINITION)
            .jobName(name)
            .retryPolicy(retryPolicy)
            .build());
  }
}
