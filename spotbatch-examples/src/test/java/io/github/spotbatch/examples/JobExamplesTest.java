package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of many jobs, as their mains run them. */
class JobExamplesTest {

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

  @Test
  void bulkRender_twoFramesRunOutOfMemory_rendersJustThoseAgain() {
    BulkRender.render(out, false, 100);

    assertThat(lines())
        .contains("100 inputs: frames/00000.exr to frames/00099.exr, in 1 array job(s)")
        .anyMatch(line -> line.endsWith("100 of 100 ended: 98 SUCCEEDED, 2 FAILED"))
        .anyMatch(line -> line.matches(" *film-\\w{12} +SUCCEEDED 2 of 2 ended"));
    assertThat(lines().filter(line -> line.contains("because the container ran out of memory")))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("  Input 17 (frames/00017.exr): Job film-"))
        .anyMatch(line -> line.startsWith("  Input 42 (frames/00042.exr): Job film-"));
  }

  @Test
  void bulkRender_tooFewFrames_isRefused() {
    assertThatThrownBy(() -> BulkRender.render(out, false, 49))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a film has 50 frames or more, was 49");
  }

  @Test
  void renderPipeline_cutFails_saysWhichStepAndWhatNeverRan() {
    RenderPipeline.run(out, false);

    assertThat(lines())
        .contains("Pipeline film succeeded in all 5 steps.")
        .anyMatch(
            line ->
                line.startsWith("Pipeline film failed: step cut: Job cut-")
                    && line.endsWith("ended with exit code 3; publish never ran."));
  }

  @Test
  void resumedSubmission_firstProgramCrashes_secondLosesAndDoublesNothing() throws Exception {
    ResumedSubmission.run(out);

    assertThat(lines())
        .contains("  The program crashes while it submits.")
        .contains("  120 taken, 120 submitted, 0 open, 0 failed, 0 unknown")
        .contains("120 jobs of 120 names, 120 succeeded.")
        .anyMatch(
            line -> line.matches("The first program ended with 3: AWS has \\d+ of 120 jobs\\."));
  }

  private Stream<String> lines() {
    return told.toString(StandardCharsets.UTF_8).lines();
  }
}
