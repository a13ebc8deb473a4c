package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.internal.job.JobNames.Positioned;
import io.github.spotbatch.job.SubmissionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionKeyTest {

  private static final Instant NIGHT = Instant.parse("2031-05-06T02:00:00Z");

  private final Random random = new Random(1);

  @Test
  void random_hasItsTimeAndIsNew() {
    SubmissionKey key = SubmissionKey.random(NIGHT.plusMillis(700), random);

    assertThat(key.value()).matches("[a-z0-9]{12}");
    assertThat(key.createdAt()).isEqualTo(NIGHT);
    assertThat(IntStream.range(0, 1_000).mapToObj(i -> SubmissionKey.random(NIGHT, random)))
        .doesNotHaveDuplicates();
  }

  @Test
  void at_sameTimeAndLabel_isTheSameKeyInEveryJvm() {
    SubmissionKey key = SubmissionKey.at(NIGHT, "nightly-render");

    assertThat(key).isEqualTo(SubmissionKey.at(NIGHT, "nightly-render"));
    assertThat(key).hasToString("5x4dk0hmp40d").hasSameHashCodeAs(SubmissionKey.of(key.value()));
    assertThat(key.createdAt()).isEqualTo(NIGHT);
    assertThat(key).isNotEqualTo(SubmissionKey.at(NIGHT, "nightly-mail"));
    assertThat(key).isNotEqualTo(SubmissionKey.at(NIGHT.plusSeconds(1), "nightly-render"));
  }

  @Test
  void of_whatWasWrittenDown_isTheKey() {
    SubmissionKey key = SubmissionKey.random(NIGHT, random);

    assertThat(SubmissionKey.of(key.value())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "ABCDEFGHIJKL", "abcdefghijk-", "abcdefghijklm"})
  void of_anotherForm_isRefused(String value) {
    assertThatThrownBy(() -> SubmissionKey.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a submission's key has 12 of a-z and 0-9, was \"" + value + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2019-12-31T23:59:59Z", "2089-01-01T00:00:00Z"})
  void at_timeThatDoesNotFit_isRefused(Instant time) {
    assertThatThrownBy(() -> SubmissionKey.at(time, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a submission's key is of 2020 to 2088, was " + time);
  }

  @Test
  void names_longest_areCutWithinWhatAwsTakes() {
    SubmissionKey key = SubmissionKey.at(NIGHT, "x");
    String base = JobNames.base("n".repeat(128));

    assertThat(JobNames.single("n".repeat(128), key)).hasSize(121).endsWith("n-" + key);
    assertThat(JobNames.bulk(base, key, 999_999)).hasSize(128).endsWith("n-" + key + "-999999");
    assertThat(JobNames.bulk("frame", key, 7)).isEqualTo("frame-" + key + "-000007");
  }

  @Test
  void parse_nameOfTheKey_isTakenApart() {
    SubmissionKey key = SubmissionKey.at(NIGHT, "x");
    SubmissionKey other = SubmissionKey.at(NIGHT.plus(Duration.ofDays(1)), "x");
    String name = JobNames.bulk("a-b-c", key, 12);

    assertThat(JobNames.parse(name, key)).contains(new Positioned("a-b-c", 12));
    assertThat(JobNames.parse(name, other)).isEmpty();
    assertThat(JobNames.parse(JobNames.single("a", key), key)).isEmpty();
    assertThat(JobNames.isSingle(JobNames.single("a", key), key)).isTrue();
    assertThat(JobNames.isSingle(JobNames.single("a", other), key)).isFalse();
    assertThat(JobNames.isSingle(name, key)).isFalse();
    assertThat(name)
        .startsWith(JobNames.groupPrefix(name))
        .startsWith(JobNames.prefix("a-b-c", key));
    assertThat(JobNames.groupPrefix(name)).isEqualTo(JobNames.prefix("a-b-c", key) + "-0000");
  }
}
