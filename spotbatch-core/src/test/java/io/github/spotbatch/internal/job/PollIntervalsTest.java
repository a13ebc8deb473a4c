package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollIntervalsTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S,1,PT1S",
    "PT3S,1,PT1S",
    "PT6S,1,PT2S",
    "PT3M,1,PT60S",
    "PT24H,1,PT60S",
    "PT0S,333,PT1S",
    "PT0S,1000,PT3S",
    "PT1M,1000,PT20S",
    "PT0S,10000,PT30S",
    "PT0S,100000,PT60S"
  })
  void after_unchangedFor_isAThirdWithinBoundsAndRoomForAll(
      Duration unchanged, int young, Duration interval) {
    assertThat(PollIntervals.DEFAULT.after(unchanged.toMillis(), young))
        .isEqualTo(interval.toMillis());
  }

  @Test
  void new_noCallASecond_isRefused() {
    assertThatThrownBy(() -> PollIntervals.DEFAULT.withCallsPerSecond(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at least 1 call must be allowed in a second, was 0");
  }

  @Test
  void new_shorterThanAMillisecond_isRefused() {
    assertThatThrownBy(() -> new PollIntervals(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the shortest poll interval must be 1 ms or more: PT0S");
  }

  @Test
  void new_longestBelowShortest_isRefused() {
    assertThatThrownBy(() -> new PollIntervals(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the longest poll interval must not be shorter than the shortest, PT2S: PT1S");
  }
}
