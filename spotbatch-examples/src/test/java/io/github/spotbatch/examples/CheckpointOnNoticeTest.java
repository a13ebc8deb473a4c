package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.examples.RecipeProcess.Result;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CheckpointOnNoticeTest {

  @Test
  void secondAttempt_goesOnWhereTheFirstWasTaken() throws Exception {
    Result result = RecipeProcess.finish(RecipeProcess.start(CheckpointOnNotice.class, Map.of()));

    Matcher second = Pattern.compile("attempt 2 goes on at (\\d+)").matcher(result.output());
    assertThat(second.find()).as(result.output()).isTrue();
    assertThat(Integer.parseInt(second.group(1))).isBetween(1, 89);
    assertThat(result.output())
        .contains("succeeded after 2 attempts, 1 of which lost its host")
        .contains("attempt 1 goes on at 0", "saved " + second.group(1), "counted to 90");
    assertThat(result.exitCode()).isZero();
  }
}
