package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobCounts;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobTransition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobStatus;

class JobFollowingTest {

  private final JobFixture fixture = new JobFixture();
  private final TestClock clock = fixture.clock;
  private final StubBatch batch = fixture.batch;
  private final Recorder recorder = new Recorder();

  @Nested
  class Transitions {

    @Test
    void follow_oneJob_tellsEveryStateThatWasSeenOnceAndInOrder() {
      batch.job("a", JobStatus.RUNNABLE);
      batch.later(Duration.ofSeconds(10), () -> batch.job("a", JobStatus.RUNNING));
      batch.later(Duration.ofSeconds(30), () -> batch.job("a", JobStatus.SUCCEEDED));

      JobCounts counts = job("a").follow(recorder).await(Duration.ofMinutes(5));

      assertThat(recorder.lines)
          .containsExactly(
              "name-of-a: RUNNABLE",
              "name-of-a: RUNNABLE -> RUNNING",
              "name-of-a: RUNNING -> SUCCEEDED");
      assertThat(recorder.transitions.get(0).from()).isEmpty();
      JobTransition last = recorder.transitions.get(2);
      assertThat(last.finished()).isTrue();
      assertThat(last.result().succeeded()).isTrue();
      assertThat(last.seenAt()).isEqualTo(clock.now());
      assertThat(counts).hasToString("1 SUCCEEDED");
      assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void follow_array_tellsWhenMoreOfItsChildrenHaveEndedAndNeverOfFewer() {
      array(JobStatus.PENDING, Map.of("RUNNING", 3));
      batch.later(Duration.ofSeconds(10), () -> array(JobStatus.PENDING, children(1, 2)));
      batch.later(Duration.ofSeconds(20), () -> array(JobStatus.PENDING, Map.of("RUNNING", 3)));
      batch.later(Duration.ofSeconds(30), () -> array(JobStatus.PENDING, children(2, 1)));
      batch.later(Duration.ofSeconds(60), () -> array(JobStatus.SUCCEEDED, children(3, 0)));

      job("a").follow(recorder).await(Duration.ofMinutes(5));

      assertThat(recorder.lines)
          .containsExactly(
              "name-of-a: PENDING",
              "{RUNNING=2, SUCCEEDED=1}",
              "{RUNNING=1, SUCCEEDED=2}",
              "name-of-a: PENDING -> SUCCEEDED");
    }

    private Map<String, Integer> children(int succeeded, int running) {
      return Map.of("SUCCEEDED", succeeded, "RUNNING", running);
    }

    private void array(JobStatus status, Map<String, Integer> children) {
      batch.job("a", status, j -> j.arrayProperties(a -> a.size(3).statusSummary(children)));
    }

    @Test
    void follow_attemptFailedAndAnotherIsToCome_isATransitionBack() {
      batch.job("a", JobStatus.RUNNING);
      Following following = job("a").follow(recorder);
      clock.advance(Duration.ofSeconds(1));

      batch.job("a", JobStatus.RUNNABLE, j -> j.attempts(it -> it.startedAt(1L).stoppedAt(2L)));
      clock.advance(Duration.ofSeconds(2));

      assertThat(recorder.lines)
          .containsExactly("name-of-a: RUNNING", "name-of-a: RUNNING -> RUNNABLE");
      assertThat(following.counts()).hasToString("1 RUNNABLE");
    }

    @Test
    void follow_staleAnswer_changesNothingUntilItLasts() {
      batch.job("a", JobStatus.RUNNING);
      Following following = job("a").follow(recorder);
      clock.advance(Duration.ofSeconds(1));

      batch.job("a", JobStatus.STARTING);
      clock.advance(Duration.ofSeconds(50));
      assertThat(recorder.lines).containsExactly("name-of-a: RUNNING");

      clock.advance(Duration.ofSeconds(60));
      assertThat(recorder.lines)
          .containsExactly("name-of-a: RUNNING", "name-of-a: RUNNING -> STARTING");
      assertThat(following.counts()).hasToString("1 STARTING");
    }

    @Test
    void follow_stateOfTomorrow_isToldAndLeftAgain() {
      batch.job("a", JobStatus.RUNNABLE);
      Following following = job("a").follow(recorder);
      clock.advance(Duration.ofSeconds(1));
      batch.job("a", JobStatus.RUNNABLE, j -> j.status("HIBERNATED"));
      clock.advance(Duration.ofSeconds(2));
      batch.job("a", JobStatus.RUNNABLE);
      clock.advance(Duration.ofSeconds(2));
      batch.job("a", JobStatus.SUCCEEDED);

      following.await(Duration.ofMinutes(1));

      assertThat(recorder.transitions)
          .extracting(JobTransition::to)
          .containsExactly(
              JobState.RUNNABLE, JobState.UNKNOWN, JobState.RUNNABLE, JobState.SUCCEEDED);
    }

    @Test
    void follow_jobThatIsKnownToHaveEnded_costsNoCall() {
      batch.job("a", JobStatus.SUCCEEDED);
      JobHandle job = job("a");
      job.await(Duration.ofMinutes(1));

      JobCounts counts = job.follow(recorder).await(Duration.ofMinutes(1));

      assertThat(recorder.lines).containsExactly("name-of-a: SUCCEEDED");
      assertThat(counts.finished()).isEqualTo(1);
      assertThat(batch.describes).hasSize(1);
    }

    @Test
    void follow_twoListenersOfAJob_eachHasAFirstTransition() {
      batch.job("a", JobStatus.RUNNING);
      job("a").follow(recorder);
      clock.advance(Duration.ofHours(1));
      Recorder second = new Recorder();

      job("a").follow(second);
      clock.advance(Duration.ofSeconds(1));

      assertThat(recorder.lines).containsExactly("name-of-a: RUNNING");
      assertThat(second.lines).containsExactly("name-of-a: RUNNING");
    }
  }

  @Nested
  class Many {

    @Test
    void follow_manyJobs_countsThemByState() {
      batch.job("a", JobStatus.RUNNING);
      batch.job("b", JobStatus.RUNNING);
      batch.job("c", JobStatus.FAILED);

      Following following =
          fixture.service.follow(List.of(job("a"), job("b"), job("c"), job("a")), recorder);
      assertThat(following.counts()).hasToString("3 not seen yet");
      clock.advance(Duration.ofSeconds(1));

      JobCounts counts = following.counts();
      assertThat(counts).hasToString("2 RUNNING, 1 FAILED");
      assertThat(counts.total()).isEqualTo(3);
      assertThat(counts.in(JobState.RUNNING)).isEqualTo(2);
      assertThat(counts.in(JobState.PENDING)).isZero();
      assertThat(counts.finished()).isEqualTo(1);
      assertThat(counts.unfinished()).isEqualTo(2);
      assertThat(batch.describes).hasSize(1);
    }

    @Test
    void await_notAllEnded_saysHowFarTheyAreAndFollowsOn() {
      batch.job("a", JobStatus.RUNNING);
      batch.job("b", JobStatus.SUCCEEDED);
      Following following = fixture.service.follow(List.of(job("a"), job("b")), recorder);

      assertThatThrownBy(() -> following.await(Duration.ofMinutes(2)))
          .isInstanceOf(WaitTimeoutException.class)
          .hasMessage("the following of 2 jobs was still at 1 RUNNING, 1 SUCCEEDED after PT2M");

      batch.job("a", JobStatus.SUCCEEDED);
      assertThat(following.await(Duration.ofMinutes(2))).hasToString("2 SUCCEEDED");
      assertThat(recorder.lines).contains("name-of-a: RUNNING -> SUCCEEDED");
    }

    @Test
    void follow_noJobs_hasEnded() {
      assertThat(fixture.service.follow(List.of(), recorder).await(Duration.ZERO))
          .hasToString("no jobs");
    }

    @Test
    void close_endsTheFollowingAndItsWaits() {
      batch.job("a", JobStatus.RUNNING);
      Following following = job("a").follow(recorder);
      batch.later(Duration.ofSeconds(10), following::close);

      assertThatThrownBy(() -> following.await(Duration.ofHours(1)))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage(
              "The wait for the following of 1 job ended because it was closed; the jobs go on.");

      batch.job("a", JobStatus.SUCCEEDED);
      clock.advance(Duration.ofHours(1));
      assertThat(recorder.lines).containsExactly("name-of-a: RUNNING");
      assertThat(batch.terminates).isEmpty();
      assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void closeOfSpotbatch_endsWaits() {
      batch.job("a", JobStatus.RUNNING);
      Following following = job("a").follow(recorder);
      batch.later(Duration.ofSeconds(10), fixture.service::close);

      assertThatThrownBy(() -> following.await(Duration.ofHours(1)))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageContaining("ended because spotbatch was closed");
    }
  }

  @Nested
  class Callbacks {

    private final Queue<Runnable> pool = new ArrayDeque<>();

    @Test
    void listener_onAPool_isCalledByOneTaskAtATimeAndInOrder() {
      batch.job("a", JobStatus.RUNNABLE);
      fixture.service(pool::add).job("a").follow(recorder);
      clock.advance(Duration.ofSeconds(2));
      batch.job("a", JobStatus.RUNNING);
      clock.advance(Duration.ofSeconds(2));

      assertThat(recorder.lines).isEmpty();
      assertThat(pool).hasSize(1);
      pool.remove().run();
      assertThat(recorder.lines)
          .containsExactly("name-of-a: RUNNABLE", "name-of-a: RUNNABLE -> RUNNING");

      batch.job("a", JobStatus.SUCCEEDED);
      clock.advance(Duration.ofSeconds(5));
      assertThat(pool).hasSize(1);
    }

    @Test
    void listener_onAPoolThatIsShutDown_isCalledAllTheSame() {
      batch.job("a", JobStatus.RUNNABLE);
      fixture
          .service(
              task -> {
                throw new RejectedExecutionException();
              })
          .job("a")
          .follow(recorder);

      clock.advance(Duration.ofSeconds(1));

      assertThat(recorder.lines).containsExactly("name-of-a: RUNNABLE");
    }

    @Test
    void listener_throws_isCalledOnAndOthersToo() {
      batch.job("a", JobStatus.RUNNABLE);
      List<JobState> seen = new ArrayList<>();
      Following failing =
          job("a")
              .follow(
                  transition -> {
                    seen.add(transition.to());
                    throw new IllegalStateException("a fault of the user");
                  });
      job("a").follow(recorder);
      clock.advance(Duration.ofSeconds(1));
      batch.job("a", JobStatus.SUCCEEDED);

      failing.await(Duration.ofMinutes(1));
      clock.advance(Duration.ZERO);

      assertThat(seen).containsExactly(JobState.RUNNABLE, JobState.SUCCEEDED);
      assertThat(recorder.lines).hasSize(2);
    }
  }

  @Nested
  class Failures {

    @Test
    void unknownJob_isLostAndTheOthersAreFollowedOn() {
      batch.job("a", JobStatus.RUNNING);
      batch.later(Duration.ofMinutes(10), () -> batch.job("a", JobStatus.SUCCEEDED));

      JobCounts counts =
          fixture
              .service
              .follow(List.of(job("a"), job("gone")), recorder)
              .await(Duration.ofHours(1));

      assertThat(counts).hasToString("1 SUCCEEDED, 1 lost");
      assertThat(counts.total()).isEqualTo(2);
      assertThat(counts.unfinished()).isZero();
      assertThat(recorder.failures)
          .singleElement()
          .isInstanceOf(JobNotFoundException.class)
          .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
          .hasMessageStartingWith("AWS Batch knows no job gone: ");
    }

    @Test
    void awsRefuses_isToldAsOurs() {
      batch.describeFailures.add(StubBatch.failure(403, "AccessDeniedException", "no"));

      JobCounts counts = job("a").follow(recorder).await(Duration.ofHours(1));

      assertThat(counts.lost()).isEqualTo(1);
      assertThat(recorder.failures)
          .singleElement()
          .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
          .hasMessageStartingWith("AWS refused DescribeJobs for job a: no (");
    }

    @Test
    void throttledLook_isTriedAgainSoon() {
      batch.job("a", JobStatus.RUNNING);
      job("a").follow(recorder);
      clock.advance(Duration.ofHours(1));
      batch.job("a", JobStatus.SUCCEEDED);
      batch.describeFailures.addAll(
          StubBatch.repeat(3, () -> StubBatch.failure(429, "TooManyRequestsException", "slow")));
      int before = batch.describeCalls();

      clock.advance(Duration.ofSeconds(75));

      assertThat(batch.describeCalls() - before).isEqualTo(4);
      assertThat(recorder.lines).contains("name-of-a: RUNNING -> SUCCEEDED");
    }
  }

  private JobHandle job(String id) {
    return fixture.service.job(id);
  }

  private static final class Recorder implements JobListener {

    private final List<JobTransition> transitions = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<SpotBatchException> failures = new ArrayList<>();

    @Override
    public void onTransition(JobTransition transition) {
      transitions.add(transition);
      lines.add(transition.toString());
    }

    @Override
    public void onArrayProgress(JobResult array) {
      lines.add(array.array().orElseThrow().counts().toString());
    }

    @Override
    public void onFailure(String jobId, SpotBatchException failure) {
      failures.add(failure);
    }
  }
}
