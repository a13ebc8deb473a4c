package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.examples.RecipeProcess.Result;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SubmitMyMainTest {

  @Test
  void main_printsWhatTheJobWrote() throws Exception {
    Result result = RecipeProcess.finish(RecipeProcess.start(SubmitMyMain.class, Map.of()));

    assertThat(result.output()).matches("3 words, counted by job [0-9a-f-]{36}\\R");
    assertThat(result.exitCode()).isZero();
  }
}
