package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobResult;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.JobStatus;

class JobTrackerTest {

  private final JobFixture fixture = new JobFixture();
  private final TestClock clock = fixture.clock;
  private final StubBatch batch = fixture.batch;

  @Nested
  class Cost {

    @Test
    void thousandWaits_firstRound_costsTenCallsOfAHundred() {
      watch(1_000, JobStatus.RUNNING);

      clock.advance(Duration.ofSeconds(2));

      assertThat(batch.describes).hasSize(10).allMatch(call -> call.ids().size() == 100);
      assertThat(batch.describes.stream().flatMap(call -> call.ids().stream()).distinct())
          .hasSize(1_000);
    }

    @Test
    void thousandWaits_begunWithinASecond_areStillAskedForTogether() {
      for (int i = 0; i < 1_000; i++) {
        batch.job("j" + i, JobStatus.RUNNING);
        fixture.service.job("j" + i).completion();
        clock.advance(Duration.ofNanos(900_000));
      }

      clock.advance(Duration.ofSeconds(1));

      assertThat(batch.describes).hasSize(10);
    }

    @Test
    void manyWaitsForOneJob_costOneCallARound() {
      batch.job("j", JobStatus.RUNNING);
      for (int i = 0; i < 50; i++) {
        fixture.service.job("j").completion();
      }

      clock.advance(Duration.ofSeconds(1));

      assertThat(batch.describes).singleElement().satisfies(c -> assertThat(c.ids()).hasSize(1));
    }

    @Test
    void fiveThousandWaits_tenCallsBeginInASecondEvenly() {
      watch(5_000, JobStatus.RUNNING);

      clock.advance(Duration.ofMillis(5_950));

      assertThat(batch.describes)
          .extracting(StubBatch.Describe::at)
          .isEqualTo(
              IntStream.range(10, 60).mapToObj(tenth -> Duration.ofMillis(100L * tenth)).toList());
    }

    @Test
    void throttling_slowsTheCallsDownAndSuccessBringsThemBack() {
      PollIntervals often = new PollIntervals(Duration.ofSeconds(1), Duration.ofSeconds(1));
      JobService busy = fixture.service(clock.executor(), often);
      for (int i = 0; i < 2_000; i++) {
        batch.job("j" + i, JobStatus.RUNNING);
        busy.job("j" + i).completion();
      }
      batch.describeFailures.addAll(
          StubBatch.repeat(10, () -> StubBatch.failure(429, "TooManyRequestsException", "slow")));

      clock.advance(Duration.ofSeconds(6));
      assertThat(batch.describes).hasSizeBetween(15, 30);

      clock.advance(Duration.ofMinutes(4));
      assertThat(pauses(20)).as("at first").allMatch(pause -> pause > 125);
      assertThat(pauses(batch.describes.size()))
          .as("never more than ten a second")
          .allMatch(pause -> pause >= 99)
          .as("nearly as many in the end")
          .anyMatch(pause -> pause < 105);
    }

    /** The milliseconds between some calls, from the tenth on. */
    private List<Long> pauses(int calls) {
      List<Long> pauses = new ArrayList<>();
      for (int i = 10; i < calls; i++) {
        StubBatch.Describe last = batch.describes.get(i - 1);
        pauses.add(batch.describes.get(i).at().minus(last.at()).toMillis());
      }
      return pauses;
    }

    @Test
    void unchangedJob_isAskedForLessAndLess() {
      watch(1, JobStatus.RUNNABLE);

      clock.advance(Duration.ofHours(1));
      List<Duration> times = batch.describes.stream().map(StubBatch.Describe::at).toList();

      assertThat(times.subList(0, 3))
          .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
      assertThat(times.get(times.size() - 1).minus(times.get(times.size() - 2)))
          .isEqualTo(Duration.ofSeconds(60));
      assertThat(times).hasSizeLessThan(80);
    }

    @Test
    void changedJob_isAskedForOftenAgain() {
      watch(1, JobStatus.RUNNABLE);
      batch.later(Duration.ofSeconds(3_570), () -> batch.job("j0", JobStatus.RUNNING));
      clock.advance(Duration.ofHours(1));

      int before = batch.describeCalls();
      clock.advance(Duration.ofSeconds(5));

      assertThat(batch.describeCalls() - before).isGreaterThanOrEqualTo(2);
    }

    @Test
    void handleThatNobodyWaitsOn_costsNothing() {
      fixture.service.job("j");

      clock.advance(Duration.ofHours(1));

      assertThat(batch.describes).isEmpty();
      assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void cancelledCompletion_endsThePolling() {
      watch(2, JobStatus.RUNNING).forEach(future -> future.cancel(true));

      clock.advance(Duration.ofMinutes(1));

      assertThat(batch.describes).isEmpty();
      assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void finishedJob_handleRemembersTheResult() {
      batch.job("j", JobStatus.SUCCEEDED);
      JobHandle job = fixture.service.job("j");
      JobResult result = job.await(Duration.ofMinutes(1));

      assertThat(job.await(Duration.ofMinutes(1))).isSameAs(result);
      assertThat(job.result()).isSameAs(result);
      assertThat(job.completion()).isCompletedWithValue(result);
      assertThat(batch.describes).hasSize(1);
    }
  }

  @Nested
  class Missing {

    @Test
    void await_emptyAnswersAtFirst_areNoFailure() {
      batch.later(Duration.ofSeconds(40), () -> batch.job("j", JobStatus.SUCCEEDED));

      JobResult result = fixture.service.job("j").await(Duration.ofMinutes(5));

      assertThat(result.succeeded()).isTrue();
    }

    @Test
    void await_emptyAnswersForAMinute_isAClearFailure() {
      assertThatThrownBy(() -> fixture.service.job("j").await(Duration.ofHours(1)))
          .isInstanceOf(JobNotFoundException.class)
          .hasMessageStartingWith("AWS Batch knows no job j: check the id");
      assertThat(clock.elapsed()).isBetween(Duration.ofSeconds(61), Duration.ofSeconds(75));
      assertThat(clock.pendingTasks()).isZero();
    }
  }

  @Nested
  class Failures {

    @Test
    void await_passingFailures_areSurvived() {
      batch.job("j", JobStatus.SUCCEEDED);
      batch.describeFailures.add(StubBatch.failure(500, "AuthorizerConfigurationException", "x"));
      batch.describeFailures.add(StubBatch.failure(429, "TooManyRequestsException", "slow down"));
      batch.describeFailures.add(SdkClientException.create("Read timed out"));
      batch.describeFailures.add(SdkClientException.create("x", new UnknownHostException("batch")));

      assertThat(fixture.service.job("j").await(Duration.ofMinutes(1)).succeeded()).isTrue();
      assertThat(batch.describes).hasSize(5);
    }

    @Test
    void await_notAllowed_failsAtOnce() {
      batch.describeFailures.add(StubBatch.failure(403, "AccessDeniedException", "no"));

      assertThatThrownBy(() -> fixture.service.job("j").await(Duration.ofHours(1)))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageStartingWith("AWS refused DescribeJobs for job j: no (")
          .hasCauseInstanceOf(BatchException.class);
      assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void await_oneIdIsRefused_theOthersGoOn() {
      List<CompletableFuture<JobResult>> futures = watch(100, JobStatus.SUCCEEDED);
      batch.refusedIds.add("j37");

      clock.advance(Duration.ofSeconds(2));

      assertThat(futures.get(37)).isCompletedExceptionally();
      assertThat(futures.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(1);
      assertThat(futures).allMatch(CompletableFuture::isDone);
    }

    @Test
    void completion_brokenAnswerFromTheClient_failsTheWait() {
      batch.describeFailures.add(new IllegalArgumentException("from a customizer"));
      CompletableFuture<JobResult> future = watch(1, JobStatus.RUNNING).get(0);

      assertThatThrownBy(future::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  private List<CompletableFuture<JobResult>> watch(int jobs, JobStatus status) {
    List<CompletableFuture<JobResult>> futures = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      batch.job("j" + i, status);
      futures.add(fixture.service.job("j" + i).completion());
    }
    return futures;
  }
}
