package io.github.spotbatch.testing.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "frame-12, frame-12, true",
    "frame-12, frame-12-72t70eok0123, true",
    "frame-12, frame-12-72t70eok0123-000042, true",
    "frame-12, frame-12-72t70eok0123-42, false",
    "frame-12, frame-12-72t70eok, false",
    "frame-12, frame-12-72T70EOK0123, false",
    "frame-12, frame-123, false",
    "frame-*-a, frame-3-a, true",
    "frame-*-a, frame-3-a-abcd12345678, true",
    "frame-*-a, frame-3-b-abcd12345678, false",
    "frame.1, frame-1, false",
  })
  void job_isMatched_withOrWithoutTheKeyOfASubmission(String glob, String name, boolean matches) {
    assertThat(new Glob(glob).matchesJob(name)).isEqualTo(matches);
  }
}
