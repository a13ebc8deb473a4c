package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.job.JobCounts;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** What ten thousand jobs cost in calls, and how late the news of them comes. */
class ManyJobsTest {

  private static final int JOBS = 10_000;

  private final JobFixture fixture = new JobFixture();
  private final TestClock clock = fixture.clock;
  private final StubBatch batch = fixture.batch;

  private final List<JobTransition> ends = new ArrayList<>();

  @Test
  void roundOverRunningJobs_costsACallForEachHundred() {
    all(JobStatus.RUNNING);
    fixture.service.follow(handles(JOBS), transition -> {});
    clock.advance(Duration.ofMinutes(5));

    for (int minute = 0; minute < 2; minute++) {
      batch.describes.clear();
      clock.advance(Duration.ofMinutes(1));

      assertThat(batch.describes).hasSize(100).allMatch(call -> call.ids().size() == 100);
      assertThat(ids()).hasSize(JOBS);
      assertThat(mostCallsInFiveSeconds()).as("they come evenly").isLessThanOrEqualTo(13);
    }
  }

  private long mostCallsInFiveSeconds() {
    return batch.describes.stream()
        .mapToLong(
            first ->
                batch.describes.stream()
                    .map(call -> call.at().minus(first.at()))
                    .filter(later -> !later.isNegative() && later.toSeconds() < 5)
                    .count())
        .max()
        .orElse(0);
  }

  /** Of the places within a minute that were tried, the one at which the ends are seen latest. */
  @ParameterizedTest
  @ValueSource(ints = 23)
  void oneHourJobs_allStartedTogether_costFewCallsAndAreSeenToEndSoon(int second) {
    Duration running = Duration.ofMinutes(3).plusSeconds(second);
    Duration ended = running.plusHours(1);
    all(JobStatus.SUBMITTED);
    batch.later(Duration.ofSeconds(3), () -> all(JobStatus.RUNNABLE));
    batch.later(running.minusSeconds(20), () -> all(JobStatus.STARTING));
    batch.later(running, () -> all(JobStatus.RUNNING));
    batch.later(ended, () -> all(JobStatus.SUCCEEDED));

    JobCounts counts =
        fixture.service.follow(handles(JOBS), this::noteEnd).await(Duration.ofHours(2));

    assertThat(counts.in(JobState.SUCCEEDED)).isEqualTo(JOBS);
    assertThat(batch.describes).hasSizeLessThanOrEqualTo(8_000);
    assertThat(averageLatenessMillis(ended)).isLessThanOrEqualTo(35_000);
  }

  @Test
  void shortJob_besideTenThousandRunningOnes_isSeenToEndWithinTwoSeconds() {
    all(JobStatus.RUNNING);
    fixture.service.follow(handles(JOBS), transition -> {});
    clock.advance(Duration.ofMinutes(5));
    batch.job("short", JobStatus.RUNNING);
    batch.later(Duration.ofSeconds(4), () -> batch.job("short", JobStatus.SUCCEEDED));
    Instant ended = clock.now().plusSeconds(4);

    fixture.service.job("short").await(Duration.ofMinutes(1));

    assertThat(Duration.between(ended, clock.now())).isLessThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void fewOfManyJobsLeft_shareTheirCalls() {
    all(JobStatus.RUNNING);
    for (int i = 0; i < JOBS; i++) {
      if (i % 100 != 7) {
        batch.job("j" + i, JobStatus.SUCCEEDED);
      }
    }
    fixture.service.follow(handles(JOBS), transition -> {});
    clock.advance(Duration.ofMinutes(5));
    batch.describes.clear();

    clock.advance(Duration.ofMinutes(1));

    assertThat(batch.describes).hasSize(1);
    assertThat(ids()).hasSize(100);
  }

  private Set<String> ids() {
    Set<String> ids = new HashSet<>();
    batch.describes.forEach(call -> ids.addAll(call.ids()));
    return ids;
  }

  private void noteEnd(JobTransition transition) {
    if (transition.finished()) {
      ends.add(transition);
    }
  }

  private double averageLatenessMillis(Duration ended) {
    Instant end = TestClock.START.plus(ended);
    return ends.stream()
        .mapToLong(transition -> Duration.between(end, transition.seenAt()).toMillis())
        .average()
        .orElseThrow();
  }

  private void all(JobStatus status) {
    for (int i = 0; i < JOBS; i++) {
      batch.job("j" + i, status);
    }
  }

  private List<JobHandle> handles(int jobs) {
    List<JobHandle> handles = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      handles.add(fixture.service.job("j" + i));
    }
    return handles;
  }
}
