package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.AttemptReport;
import io.github.spotbatch.testing.WorldReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadNightTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void night_bad_rendersEveryFrameOnSpotOrOnDemand(long seed) {
    WorldReport report = BadNight.night(seed);

    assertThat(report.attempts(AttemptOutcome.SUCCEEDED)).isEqualTo(30);
    assertThat(report.attempts(AttemptOutcome.LOST_WITH_HOST)).isGreaterThan(10);
    assertThat(report.attempts()).extracting(AttemptReport::spot).contains(true, false);
    assertThat(report.wasteUsd()).isPositive().isLessThan(report.costUsd());
    assertThat(report.marks()).hasSize(5);
  }

  @Test
  void night_ofTheSameSeed_isTheSame() {
    assertThat(BadNight.night(4)).hasToString(BadNight.night(4).toString());
  }
}
