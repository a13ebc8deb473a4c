package io.github.spotbatch.internal.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How soon something is seen, and how many calls a wait costs. */
class PaceTest {

  @ParameterizedTest
  @CsvSource({"200, 250", "400, 450", "800, 900", "6000, 9000", "60000, 70000"})
  void looking_somethingHappens_isSeenSoonAfterwards(long happensMillis, long latestMillis) {
    List<Duration> looks = looks(Waits.ENVIRONMENT_SETTLED, Duration.ofMillis(happensMillis));

    assertThat(looks.get(looks.size() - 1)).isLessThanOrEqualTo(Duration.ofMillis(latestMillis));
  }

  @ParameterizedTest
  @CsvSource({"1, 17", "6, 23", "60, 32", "1800, 270"})
  void looking_takesLong_costsFewLooks(long seconds, int atMost) {
    assertThat(looks(Waits.ENVIRONMENT_SETTLED, Duration.ofSeconds(seconds)))
        .hasSizeLessThanOrEqualTo(atMost);
  }

  @Test
  void doubling_manyTries_staysAtTheLongest() {
    Pace pace = Pace.doubling(Duration.ofSeconds(1), Duration.ofSeconds(8));

    assertThat(List.of(1, 2, 3, 4, 5, 1000))
        .extracting(tries -> pace.pause(tries, Duration.ZERO).toSeconds())
        .containsExactly(1L, 2L, 4L, 8L, 8L, 8L);
  }

  @Test
  void name_ofEachWait_isThatOfItsConstant() throws IllegalAccessException {
    int waits = 0;
    for (Field field : Waits.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == Wait.class) {
        Wait wait = (Wait) field.get(null);
        assertThat(wait.name())
            .isEqualTo(field.getName().toLowerCase(Locale.ROOT).replace('_', '-'));
        waits++;
      }
    }
    assertThat(waits).isGreaterThan(15);
  }

  /** When it is looked until something that happens after some time has been seen. */
  private static List<Duration> looks(Wait wait, Duration happens) {
    List<Duration> looks = new ArrayList<>(List.of(Duration.ZERO));
    Duration now = Duration.ZERO;
    while (now.compareTo(happens) < 0) {
      now = now.plus(wait.pace().pause(looks.size(), now));
      looks.add(now);
    }
    return looks;
  }
}
