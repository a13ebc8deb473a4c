package io.github.spotbatch.examples;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Container jobs on EC2 Spot, from an empty account to an empty account: the whole recipe, told
 * step by step.
 *
 * <p>Without arguments it runs on an AWS embedded in this program and costs nothing. {@code --help}
 * says what else it can do.
 */
@Command(
    name = "RecipeExample",
    sortOptions = false,
    description = "Runs the recipe end to end; without options, on an AWS inside this program.")
public final class RecipeExample implements Callable<Integer> {

  private static final int USAGE = 2;

  @Mixin private final RecipeOptions options = new RecipeOptions();

  private final PrintStream out;

  RecipeExample(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs the example and ends the JVM with its exit code: 0 only if all jobs ended and nothing is
   * left.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(System.out, args));
  }

  static int run(PrintStream out, String... args) {
    CommandLine command = new CommandLine(new RecipeExample(out));
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    command.setOut(writer).setErr(writer);
    command.setExecutionExceptionHandler((failure, line, parsed) -> told(out, failure));
    return command.execute(args);
  }

  /** A failure is one clear sentence, never a stack trace. */
  private static int told(PrintStream out, Throwable failure) {
    out.println();
    out.println("Failed: " + Sentences.of(failure));
    out.flush();
    return 1;
  }

  @Override
  public Integer call() throws Exception {
    @Nullable String conflict = options.conflict().orElse(null);
    if (conflict != null) {
      out.println(conflict);
      return USAGE;
    }
    @Nullable String foreign = options.live ? EndpointVariables.found() : null;
    if (foreign != null) {
      out.println(foreign);
      return USAGE;
    }
    Interrupts interrupts = Interrupts.watch(out);
    try (Aws aws = open()) {
      return new RecipeRun(aws, options, new Story(out), interrupts).call();
    }
  }

  private Aws open() {
    if (options.live) {
      return Aws.live(options.region, options.profile);
    }
    return options.endpoint == null
        ? Aws.embedded(RecipeRun.TEST_JOB)
        : Aws.behind(options.endpoint, options.region, options.profile);
  }
}
