package io.github.spotbatch.scenario;

import io.github.spotbatch.runtime.JobInput;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A job's program that tells the input that it is there for. */
final class PrintInput {

  private PrintInput() {}

  public static void main(String[] arguments) {
    JobInput input = JobInput.current();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(input.index() + "/" + input.count() + " " + input.value());
    System.exit(input.value().equals("broken") ? 3 : 0);
  }
}
