package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.examples.RecipeProcess.Result;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RecipeExampleTest {

  @Test
  void withoutOptions_runsTheRecipeAndLeavesNothing() throws Exception {
    Result result = RecipeProcess.run(Map.of());

    assertThat(result.output())
        .contains("test-batch-job", "is VALID and ENABLED", "attempt 2 | INFO Starting batch job")
        .containsPattern("test-batch-job +SUCCEEDED +2 +1 ")
        .containsPattern("batch-job-5 +SUCCEEDED +1 +0 ")
        .containsPattern(" 6  what its image is made of:\\R +digest sha256:[0-9a-f]{64}")
        .containsPattern(" 7  pushing image batch-demo-\\w+-app:[0-9a-f]{16}: layer classes: sent")
        .contains("Spot instances so far: USD ", "AWS keeps: ")
        .doesNotContain("Exception");
    assertThat(result.lastLine()).startsWith("Nothing with the tag of stack batch-demo-");
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--keep                            | --keep, --destroy and --list need --live or --endpoint",
        "--app ruby                        | --app must be java or python, was 'ruby'",
        "--image busybox                   | --image needs --live or --endpoint",
        "--live --image busybox --base x   | --image is of an image that exists",
        "--live --endpoint http://x        | exclude each other",
        "--seconds 0                       | --seconds must be above 0",
        "--endpoint localhost:4566         | --endpoint must be like http://127.0.0.1:4566",
        "--endpoint ftp://x                | --endpoint must be like http://127.0.0.1:4566",
        "--priority -1                     | --priority must be from 0 to 1000, was -1",
        "--priority 1001                   | --priority must be from 0 to 1000, was 1001",
        "--endpoint http://x --stack a --list | --stack is of a stack to make or change",
        "--endpoint http://x --stack a --destroy a | --stack is of a stack to make or change",
        "--no-jobs --plan                  | --no-jobs is of a run",
        "--seconds many                    | Invalid value for option '--seconds'",
        "--yes                             | go with --live",
        "--nonsense                        | Unknown option: '--nonsense'"
      })
  void optionsThatDoNotFit_areRefusedInOneSentence(String options, String sentence) {
    Result result = inThisJvm(options.split(" +"));

    assertThat(result.output()).contains(sentence).doesNotContain("Exception", "\tat ");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void optionsThatDoNotFit_endTheProcessWithThatCode() throws Exception {
    Result result = RecipeProcess.run(Map.of(), "--nonsense");

    assertThat(result.output()).contains("Unknown option: '--nonsense'").doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void live_withoutCredentials_saysSo() throws Exception {
    Result result = RecipeProcess.run(Map.of(), "--live", "--region", "us-east-1");

    assertThat(result.lastLine()).startsWith("Failed: No AWS credentials were found");
    assertThat(result.output()).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void live_withoutRegion_saysSo() throws Exception {
    Result result = RecipeProcess.run(Map.of(), "--live");

    assertThat(result.lastLine()).startsWith("Failed: No Region is set");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void live_withEndpointInTheEnvironment_namesItAndStops() throws Exception {
    Result result = RecipeProcess.run(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), "--live");

    assertThat(result.lastLine()).contains("AWS_ENDPOINT_URL=http://127.0.0.1:1", "--endpoint URL");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void endpoint_thatDoesNotAnswer_isNamed() throws Exception {
    Result result = inThisJvm("--endpoint", "http://127.0.0.1:1");

    assertThat(result.lastLine()).startsWith("Failed: The AWS endpoint does not answer");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void endpoint_planKeepListDestroy_workOnAServedWorld() throws Exception {
    try (FakeAws aws = FakeAws.builder().speed(200).build();
        FakeAwsServer server = aws.serve(0);
        SpotBatch spotBatch = aws.spotBatch()) {
      aws.jobs().image("*").runsImage();
      String endpoint = server.endpoint().toString();

      Result unknown = inThisJvm("--endpoint", endpoint, "--destroy", "nope");
      assertThat(unknown.lastLine()).startsWith("There is no stack nope in us-east-1");
      assertThat(unknown.exitCode()).isEqualTo(1);

      Result plan = inThisJvm("--endpoint", endpoint, "--base", "empty", "--plan");
      assertThat(plan.output()).contains("CreateComputeEnvironment", "SPOT_CAPACITY_OPTIMIZED");
      assertThat(plan.exitCode()).isZero();
      assertThat(spotBatch.provisioner().stacks()).isEmpty();

      Result keep =
          RecipeProcess.run(
              Map.of(), "--endpoint", endpoint, "--base", "empty", "--keep", "--seconds", "0.5");
      assertThat(keep.exitCode()).as(keep.output()).isZero();
      // The served world's clock runs ahead of the example's own.
      assertThat(keep.output()).contains(" unknown ").doesNotContain("USD -");
      assertThat(spotBatch.provisioner().stacks()).hasSize(1);
      String stack = spotBatch.provisioner().stacks().get(0).name();
      assertThat(keep.lastLine()).contains("--endpoint " + endpoint + " --destroy " + stack);

      Result list = inThisJvm("--endpoint", endpoint, "--list");
      assertThat(list.output()).contains("1 stack(s)", stack, "job queue " + stack + "-jobs");

      Result destroy = inThisJvm("--endpoint", endpoint, "--destroy", stack);
      assertThat(destroy.exitCode()).as(destroy.output()).isZero();
      assertThat(destroy.lastLine()).startsWith("Nothing with the tag of stack " + stack);
      assertThat(spotBatch.provisioner().stacks()).isEmpty();
    }
  }

  @Test
  void endpoint_baseThatCannotBeHad_isNamed() throws Exception {
    try (FakeAws aws = FakeAws.builder().speed(200).build();
        FakeAwsServer server = aws.serve(0)) {
      Result result =
          inThisJvm(
              "--endpoint", server.endpoint().toString(), "--base", "127.0.0.1:1/team/java:17");

      assertThat(result.lastLine())
          .startsWith(
              "Failed: The base 127.0.0.1:1/team/java:17 cannot be looked up. The registry");
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void python_runsTheSameRecipe() throws Exception {
    assumeTrue(new ProcessBuilder("which", "python3").start().waitFor() == 0, "needs python3");

    Result result = inThisJvm("--app", "python", "--seconds", "0.5");

    assertThat(result.output())
        .contains("/app/batch_app.py (", "layer files: sent")
        .contains("attempt 1 | INFO Starting batch job")
        .contains("Nothing with the tag of stack batch-demo-");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void interrupt_cleansUpVisibly() throws Exception {
    SignalTo.assumeInterruptsAreHeard();
    Process process = RecipeProcess.start(Map.of());
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      StringBuilder output = new StringBuilder();
      readUntil(lines, output, "monitoring it to its end");
      SignalTo.send("INT", process);
      readUntil(lines, output, "Nothing with the tag of stack");

      assertThat(output).contains("Ctrl-C: nothing more is submitted", "== Cleanup ==");
      assertThat(output).doesNotContain("more jobs", "\tat ");
      assertThat(process.waitFor()).isEqualTo(Interrupts.EXIT_CODE);
    }
  }

  @Test
  void interrupt_duringCleanup_letsItFinish() throws Exception {
    SignalTo.assumeInterruptsAreHeard();
    Process process = RecipeProcess.start(Map.of(), "--seconds", "0.5");
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      StringBuilder output = new StringBuilder();
      readUntil(lines, output, "== Cleanup ==");
      SignalTo.send("INT", process);
      readUntil(lines, output, "Nothing with the tag of stack");

      assertThat(output).doesNotContain("Failed");
      assertThat(process.waitFor()).isEqualTo(Interrupts.EXIT_CODE);
    }
  }

  @Test
  void interrupt_twice_leavesAtOnce() throws Exception {
    SignalTo.assumeInterruptsAreHeard();
    Process process = RecipeProcess.start(Map.of());
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      StringBuilder output = new StringBuilder();
      readUntil(lines, output, "monitoring it to its end");
      SignalTo.send("INT", process);
      readUntil(lines, output, "Ctrl-C: nothing more is submitted");
      SignalTo.send("INT", process);
      readUntil(lines, output, "Left at once");

      assertThat(output).doesNotContain("Nothing with the tag of stack");
      assertThat(process.waitFor()).isEqualTo(Interrupts.EXIT_CODE);
    }
  }

  /** Quicker than a process; for options with which nothing is read from the environment. */
  static Result inThisJvm(String... options) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    int code = RecipeExample.run(new PrintStream(told, true, StandardCharsets.UTF_8), options);
    return new Result(code, told.toString(StandardCharsets.UTF_8));
  }

  private static void readUntil(BufferedReader lines, StringBuilder output, String text)
      throws IOException {
    String line = lines.readLine();
    while (line != null) {
      output.append(line).append('\n');
      if (line.contains(text)) {
        return;
      }
      line = lines.readLine();
    }
    throw new AssertionError("never said '" + text + "':\n" + output);
  }
}
