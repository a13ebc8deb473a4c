package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** Attempts whose host is taken away: lost with it, or ended by its SIGTERM first. */
class ReclaimedAttemptsTest {

  @Test
  @Rule({"JOB-44", "JOB-45", "JOB-50", "UNV-26"})
  void reclaim_isALostHost_unlessScriptedAsExit143() {
    try (FakeAws aws = FakeAws.create()) {
      aws.spot().exitOnReclaim("job", 1);

      List<AttemptDetail> attempts = reclaimedTwice(aws).attempts();

      assertThat(attempts.get(0).statusReason()).isEqualTo("Essential container in task exited");
      assertThat(attempts.get(0).container().exitCode()).isEqualTo(143);
      assertThat(attempts.get(0).container().reason()).isNull();
      assertThat(attempts.get(1).statusReason()).startsWith("Host EC2 (instance i-");
      assertThat(attempts.get(1).container().exitCode()).isNull();
      assertThat(attempts.get(1).container().reason()).isNull();
      assertThat(attempts.get(1).container().taskArn()).isNotNull();
      assertThat(attempts.get(1).container().containerInstanceArn()).isNotNull();
      assertThat(attempts.get(1).container().logStreamName()).isNotNull();
      assertThat(attempts.get(2).container().exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void rate_ofAllOrNone_isThat(double rate) {
    try (FakeAws aws = FakeAws.builder().reclaimExitRate(rate).build()) {
      assertThat(reclaimedTwice(aws).attempts())
          .extracting(attempt -> attempt.container().exitCode())
          .containsExactly(rate == 0 ? null : 143, rate == 0 ? null : 143, 0);
    }
  }

  @Test
  void rate_ofAHalf_followsFromTheSeed() {
    assertThat(exits(1)).isEqualTo(exits(1)).contains(143).containsNull();
  }

  private static List<Integer> exits(long seed) {
    try (FakeAws aws = FakeAws.builder().reclaimExitRate(0.5).seed(seed).build()) {
      BatchWorld world = BatchWorld.ready(aws);
      aws.jobs().named("*").runsFor(Duration.ofMinutes(30));
      List<String> ids = IntStream.range(0, 10).mapToObj(i -> world.submit("job" + i)).toList();
      for (int i = 0; i < 10; i++) {
        aws.spot().reclaim().hostOf("job" + i).after(Duration.ofMinutes(1));
      }
      aws.runUntilIdle();
      return ids.stream()
          .map(id -> world.job(id).attempts().get(0).container().exitCode())
          .toList();
    }
  }

  @Test
  void unfired_namesWhatNeverCameToPass() {
    try (FakeAws aws = FakeAws.create()) {
      aws.spot().exitOnReclaim("no-such-job", 2);
      aws.spot().exitOnReclaim("job", 2);

      reclaimedTwice(aws);

      assertThat(aws.spot().unfired())
          .containsExactly("exit 143 of reclaimed attempts of no-such-job");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
  void randomReclaims_outOfTheirBounds_areRefused(double times) {
    assertThatThrownBy(() -> FakeAws.builder().randomReclaims(times))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hosts are taken at 0 to 1,000,000 times the advisor's rates, was " + times);
  }

  @Test
  void reclaim_whoseTimeWasForgotten_isReported() {
    try (FakeAws aws = FakeAws.create()) {
      SpotScripts.HostOf first = aws.spot().reclaim().hostOf("frame-1");
      SpotScripts.HostOf second = first.onAttempt(2);

      assertThat(aws.spot().unfired())
          .containsExactly(
              "reclaim of the host of frame-1, attempt 2, without a time: say after(..)");
      assertThatThrownBy(aws::verify).hasMessageContaining("attempt 2, without a time: say after");

      second.after(Duration.ofMinutes(1));
      assertThat(aws.spot().unfired())
          .containsExactly("reclaim of the host of frame-1, attempt 2, after PT1M");
    }
  }

  @Test
  void numbers_outOfBounds_areRefused() {
    try (FakeAws aws = FakeAws.create()) {
      SpotScripts.HostOf host = aws.spot().reclaim().hostOf("job");
      assertThatThrownBy(() -> host.onAttempt(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("attempts count from 1, was 0");
      assertThatThrownBy(() -> host.after(Duration.ofSeconds(-1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("nothing happens before the start, but after PT-1S");
      assertThatThrownBy(() -> aws.spot().exitOnReclaim("job", 0))
          .isInstanceOf(IllegalArgumentException.class);
      for (double rate : new double[] {-0.1, 1.1, Double.NaN}) {
        assertThatThrownBy(() -> FakeAws.builder().reclaimExitRate(rate))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("0 to 1");
      }
    }
  }

  private static JobDetail reclaimedTwice(FakeAws aws) {
    BatchWorld world = BatchWorld.ready(aws);
    aws.spot().reclaim().hostOf("job").onAttempt(1).after(Duration.ofSeconds(10));
    aws.spot().reclaim().hostOf("job").onAttempt(2).after(Duration.ofSeconds(10));
    aws.jobs().named("job").runsFor(Duration.ofMinutes(10));
    String id = world.submit("job", r -> r.retryStrategy(s -> s.attempts(3)));
    aws.runUntilIdle();
    return world.job(id);
  }
}
