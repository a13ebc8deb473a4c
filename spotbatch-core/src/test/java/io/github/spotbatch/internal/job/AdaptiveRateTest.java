package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.internal.job.Allowance.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveRateTest {

  private static final int CALLS = 10_000;

  private final AdaptiveRate rate = AdaptiveRate.startingAt(50);
  private Instant now = TestClock.START;

  @ParameterizedTest
  @CsvSource({"50, 50", "50, 5", "50, 1", "20, 20", "20, 5", "35, 1"})
  void tenThousandCalls_limitIsNotTold_useItAndAreHardlyEverThrottled(int limit, int burst) {
    Use use = new Allowance(limit, burst).use(rate, CALLS, 0);

    assertThat(use.taken()).isEqualTo(CALLS);
    assertThat(use.share(limit)).as("share of the limit").isGreaterThan(0.95);
    assertThat(use.throttledShare()).as("throttled").isLessThan(0.01);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 5})
  void tenThousandCalls_otherClientTakesHalf_useTheOtherHalf(int burst) {
    Use use = new Allowance(50, burst).use(rate, CALLS, 25);

    assertThat(use.share(25)).as("share of what is left").isGreaterThan(0.95);
    assertThat(use.throttledShare()).as("throttled").isLessThan(0.01);
  }

  @Test
  void calls_limitIsHigherThanDocumented_findIt() {
    Use use = new Allowance(200, 200).use(rate, 50_000, 0);

    assertThat(use.throttledShare()).isLessThan(0.01);
    assertThat(rate.perSecond()).isBetween(160.0, 220.0);
  }

  @Test
  void reserve_manyAtOnce_areSpreadEvenly() {
    assertThat(IntStream.range(0, 4).mapToObj(i -> rate.reserve(now)))
        .containsExactly(
            Duration.ZERO, Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(60));
  }

  @Test
  void succeeded_callsThatNeverWait_doNotRaiseTheRate() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(rate.reserve(now)).isEqualTo(Duration.ZERO);
      rate.succeeded(now);
      now = now.plusSeconds(1);
    }

    assertThat(rate.perSecond()).isEqualTo(50);
  }

  @Test
  void throttled_callsOfOneMoment_cutTheRateOnce() {
    rate.throttled(now);
    rate.throttled(now.plusMillis(100));
    double afterOne = rate.perSecond();
    rate.throttled(now.plusMillis(300));

    assertThat(afterOne).isBetween(40.0, 45.0);
    assertThat(rate.perSecond()).isLessThan(afterOne * 0.9);
  }

  @Test
  void throttled_everyCall_keepsALeastRate() {
    for (int i = 0; i < 1_000; i++) {
      now = now.plusSeconds(1);
      rate.throttled(now);
    }

    assertThat(rate.perSecond()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void startingAt_noRate_isRefused(double perSecond) {
    assertThatThrownBy(() -> AdaptiveRate.startingAt(perSecond))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a rate is above 0 a second, was " + perSecond);
  }
}
