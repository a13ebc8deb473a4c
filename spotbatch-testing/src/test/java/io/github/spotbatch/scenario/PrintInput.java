package io.github.spotbatch.scenario;

import io.github.spotbatch.runtime.JobInput;

/** A job's program that tells the input that it is there for. */
final class PrintInput {

  private PrintInput() {}

  public static void main(String[] arguments) {
    JobInput input = JobInput.current();
    System.out.println(input.index() + "/" + input.count() + " " + input.value());
    System.exit(input.value().equals("broken") ? 3 : 0);
  }
}
