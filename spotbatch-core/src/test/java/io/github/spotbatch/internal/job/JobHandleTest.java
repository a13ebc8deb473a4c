package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobFailedException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.spec.JobRequest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** A future that does not move the clock would hang the test, hence the timeout. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class JobHandleTest {

  private final JobFixture fixture = new JobFixture();
  private final TestClock clock = fixture.clock;
  private final StubBatch batch = fixture.batch;
  private final JobHandle job = fixture.service.job("j");

  @Nested
  class Await {

    @Test
    void await_jobEndsLater_returnsItsResult() {
      batch.job("j", JobStatus.RUNNING);
      batch.later(Duration.ofMinutes(10), () -> batch.job("j", JobStatus.SUCCEEDED));

      assertThat(job.await(Duration.ofMinutes(30)).succeeded()).isTrue();
      assertThat(clock.elapsed()).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(630));
      assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void await_jobOutlivesTheTimeout_carriesStatusAndReasonAndPollsNoMore() {
      batch.job("j", JobStatus.RUNNABLE, j -> j.statusReason("UNDETERMINED - blocked"));

      WaitTimeoutException e =
          catchThrowableOfType(WaitTimeoutException.class, () -> job.await(Duration.ofMinutes(5)));

      assertThat(e).hasMessage("job j was still RUNNABLE (UNDETERMINED - blocked) after PT5M");
      assertThat(e.waited()).isEqualTo(Duration.ofMinutes(5));
      assertThat(clock.pendingTasks()).isZero();
      assertThat(batch.terminates).isEmpty();
    }

    @Test
    void await_jobEndedShortlyBeforeTheDeadline_isSeen() {
      batch.job("j", JobStatus.RUNNING);
      batch.later(Duration.ofSeconds(3_590), () -> batch.job("j", JobStatus.SUCCEEDED));

      assertThat(job.await(Duration.ofHours(1)).succeeded()).isTrue();
    }

    @Test
    void await_noTimeAtAll_looksOnce() {
      batch.job("j", JobStatus.SUCCEEDED);

      assertThat(job.await(Duration.ZERO).succeeded()).isTrue();
      assertThat(batch.describes).hasSize(1);
    }

    @Test
    void await_forEver_waitsUntilTheEnd() {
      batch.job("j", JobStatus.RUNNING);
      batch.later(Duration.ofDays(13), () -> batch.job("j", JobStatus.SUCCEEDED));

      assertThat(job.await(ChronoUnit.FOREVER.getDuration()).succeeded()).isTrue();
    }

    @Test
    void await_awsNeverAnswers_saysSoInTheTimeout() {
      batch.describeFailures.addAll(
          StubBatch.repeat(100, () -> SdkClientException.create("Read timed out")));

      assertThatThrownBy(() -> job.await(Duration.ofMinutes(1)))
          .isInstanceOf(WaitTimeoutException.class)
          .hasMessage("job j was still not described by AWS (Read timed out) after PT1M");
    }

    @Test
    void await_interrupted_keepsTheFlagAndPollsNoMore() {
      batch.job("j", JobStatus.RUNNING);
      batch.later(Duration.ofSeconds(5), () -> Thread.currentThread().interrupt());

      assertThatThrownBy(() -> job.await(Duration.ofHours(1)))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage("The wait for job j was interrupted; the job goes on.")
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void await_closedDuringTheWait_endsTheWait() {
      batch.job("j", JobStatus.RUNNING);
      batch.later(Duration.ofMinutes(2), fixture.service::close);

      assertThatThrownBy(() -> job.await(Duration.ofHours(1)))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage("The wait for job j ended because spotbatch was closed; the job goes on.");
      assertThat(clock.elapsed()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void await_afterClose_failsAtOnce() {
      fixture.service.close();

      assertThatThrownBy(() -> job.await(Duration.ofHours(1)))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageContaining("was closed");
    }

    @Test
    void awaitSuccess_jobFailed_carriesResultAndCause() {
      batch.job(
          "j",
          JobStatus.FAILED,
          j -> j.attempts(a -> a.stoppedAt(1L).container(c -> c.exitCode(3))));

      JobFailedException e =
          catchThrowableOfType(
              JobFailedException.class, () -> job.awaitSuccess(Duration.ofMinutes(1)));

      assertThat(e)
          .hasMessage(
              "Job name-of-j (j) failed after 1 attempt because the container ended with exit code"
                  + " 3.");
      assertThat(e.failure()).contains(new AttemptCause.NonZeroExit(3));
      assertThat(e.result().state()).isEqualTo(JobState.FAILED);
    }
  }

  @Nested
  class Completion {

    @Test
    void get_onTheFutureOrAStageOfIt_letsTimePass() throws Exception {
      batch.job("j", JobStatus.RUNNING);
      batch.later(Duration.ofHours(2), () -> batch.job("j", JobStatus.SUCCEEDED));

      assertThat(job.completion().thenApplyAsync(JobResult::state).get())
          .isEqualTo(JobState.SUCCEEDED);
      assertThat(clock.elapsed()).isGreaterThanOrEqualTo(Duration.ofHours(2));
    }

    @Test
    void get_withTimeout_countsOnTheInjectedClock() {
      batch.job("j", JobStatus.RUNNING);
      CompletableFuture<JobResult> future = job.completion();

      assertThatThrownBy(() -> future.get(10, TimeUnit.MINUTES))
          .isInstanceOf(TimeoutException.class);
      assertThat(clock.elapsed()).isEqualTo(Duration.ofMinutes(10));
      assertThat(future).isNotDone();
    }

    @Test
    void completion_jobEnds_isCompletedOnTheCallbackExecutor() {
      Queue<Runnable> callbacks = new ArrayDeque<>();
      batch.job("j", JobStatus.SUCCEEDED);
      CompletableFuture<JobResult> future = fixture.service(callbacks::add).job("j").completion();

      clock.advance(Duration.ofSeconds(2));
      assertThat(future).isNotDone();
      callbacks.remove().run();

      assertThat(future).isCompleted();
    }

    @Test
    void completion_callbackExecutorIsShutDown_isCompletedAllTheSame() {
      batch.job("j", JobStatus.SUCCEEDED);
      CompletableFuture<JobResult> future =
          fixture
              .service(
                  task -> {
                    throw new RejectedExecutionException();
                  })
              .job("j")
              .completion();

      clock.advance(Duration.ofSeconds(2));

      assertThat(future).isCompleted();
    }

    @Test
    void completion_closed_fails() {
      CompletableFuture<JobResult> future = job.completion();

      fixture.service.close();
      clock.advance(Duration.ZERO);

      assertThat(future).isCompletedExceptionally();
    }
  }

  @Nested
  class Reads {

    @Test
    void completion_awsRefusesToTell_isNoExceptionOfTheSdk() {
      batch.describeFailures.add(StubBatch.failure(403, "AccessDeniedException", "not yours"));

      CompletableFuture<JobResult> end = job.completion();
      clock.advance(Duration.ofSeconds(1));

      assertThat(end)
          .isCompletedExceptionally()
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(SpotBatchException.class)
          .withMessageStartingWith("AWS refused DescribeJobs for job j: not yours (");
    }

    @Test
    void state_eachCall_asksAws() {
      batch.job("j", JobStatus.STARTING);
      assertThat(job.state()).isEqualTo(JobState.STARTING);
      batch.job("j", JobStatus.RUNNING);
      assertThat(job.state()).isEqualTo(JobState.RUNNING);
      assertThat(batch.describes).hasSize(2);
    }

    @Test
    void result_unknownJob_isAClearFailure() {
      assertThatThrownBy(job::result).isInstanceOf(JobNotFoundException.class);
    }

    @Test
    void result_justSubmittedAndNotDescribedYet_isSubmitted() {
      JobHandle fresh = submit();
      batch.forget("job-1");

      assertThat(fresh.result().state()).isEqualTo(JobState.SUBMITTED);
      assertThat(fresh.logs()).isEmpty();

      clock.advance(Duration.ofSeconds(61));
      assertThatThrownBy(fresh::result).isInstanceOf(JobNotFoundException.class);
    }

    @Test
    void name_submittedJob_isTheRequestsAndCostsNothing() {
      JobHandle fresh = submit();

      assertThat(fresh.name()).isEqualTo("frame-12");
      assertThat(fresh.awsName()).matches("frame-12-[a-z0-9]{12}");
      assertThat(batch.describes).isEmpty();
    }

    @Test
    void name_foundJob_isAwsNameAndIsReadOnce() {
      batch.job("j", JobStatus.RUNNING);

      assertThat(job.name()).isEqualTo("name-of-j");
      assertThat(job.awsName()).isEqualTo("name-of-j");
      assertThat(batch.describes).hasSize(1);
    }

    @Test
    void terminate_anyState_sendsTheReason() {
      job.terminate("wrong input");

      assertThat(batch.terminates)
          .singleElement()
          .satisfies(
              request -> {
                assertThat(request.jobId()).isEqualTo("j");
                assertThat(request.reason()).isEqualTo("wrong input");
              });
    }

    @Test
    void terminate_noAnswer_saysThatTheJobMayEndAllTheSame() {
      batch.terminateFailures.add(SdkClientException.create("Read timed out"));

      assertThatThrownBy(() -> job.terminate("wrong input"))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage(
              "AWS gave no clear answer to TerminateJob for job j, which can be asked again: Read"
                  + " timed out")
          .hasCauseInstanceOf(SdkClientException.class);
    }

    @Test
    void terminate_refused_saysWhy() {
      batch.terminateFailures.add(StubBatch.failure(403, "AccessDeniedException", "not yours"));

      assertThatThrownBy(() -> job.terminate("wrong input"))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageStartingWith("AWS refused TerminateJob for job j: not yours (")
          .hasCauseInstanceOf(BatchException.class);
    }

    @Test
    void result_awsDoesNotTell_isNoExceptionOfTheSdk() {
      batch.describeFailures.add(StubBatch.failure(500, "ServerException", "a fault"));
      batch.describeFailures.add(StubBatch.failure(429, "TooManyRequestsException", "slow down"));
      batch.describeFailures.add(StubBatch.failure(403, "AccessDeniedException", "not yours"));

      assertThatThrownBy(job::result)
          .isInstanceOf(SpotBatchException.class)
          .hasMessageStartingWith("AWS gave no clear answer to DescribeJobs for job j, which");
      assertThatThrownBy(job::state)
          .isInstanceOf(SpotBatchException.class)
          .hasMessageStartingWith("AWS refused DescribeJobs for job j: slow down (");
      assertThatThrownBy(job::logs)
          .isInstanceOf(SpotBatchException.class)
          .hasMessageStartingWith("AWS refused DescribeJobs for job j: not yours (");
    }

    private JobHandle submit() {
      return fixture
          .service
          .queue("q", UnaryOperator.identity())
          .submit(JobRequest.builder("render").jobName("frame-12").build());
    }
  }
}
