package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollIntervalsTest {

  @ParameterizedTest
  @CsvSource({"PT0S,PT1S", "PT8S,PT1S", "PT16S,PT2S", "PT4M,PT30S", "PT24H,PT30S"})
  void after_unchangedFor_isAnEighthWithinBounds(Duration unchanged, Duration interval) {
    assertThat(PollIntervals.DEFAULT.after(unchanged)).isEqualTo(interval);
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
