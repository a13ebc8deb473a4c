package io.github.spotbatch.spec;

import java.util.ArrayList;
import java.util.List;

/** Puts a retry policy into words, by asking it about one example of each kind of failure. */
final class RetryExplanation {
  private static final String EXITED = "Essential container in task exited";
  private static final String NOT_STARTED = "Task failed to start";

  /** What Batch shows of an attempt whose host went: neither a reason nor an exit code. */
  static final AttemptObservation HOST_TERMINATED =
      AttemptObservation.builder(1)
          .statusReason("Host EC2 (instance i-0123456789abcdef0) terminated.")
          .build();

  /** A kind of failure: what a person calls it, and what Batch shows of it. */
  private record Example(String kind, AttemptObservation attempt) {}

  private static final List<Example> EXAMPLES =
      List.of(
          new Example("host terminated (a Spot interruption, mostly)", HOST_TERMINATED),
          new Example(
              "exit code 143 (told to stop, perhaps before its host was lost)",
              AttemptObservation.builder(1).statusReason(EXITED).exitCode(143).build()),
          new Example(
              "out of memory",
              AttemptObservation.builder(1)
                  .statusReason(EXITED)
                  .reason("OutOfMemoryError: Container killed due to memory usage")
                  .exitCode(137)
                  .build()),
          new Example(
              "image cannot be pulled",
              AttemptObservation.builder(1)
                  .statusReason(NOT_STARTED)
                  .reason("CannotPullContainerError: pull image manifest has been retried")
                  .build()),
          new Example(
              "container cannot be started for another reason",
              AttemptObservation.builder(1)
                  .statusReason(NOT_STARTED)
                  .reason("DockerTimeoutError: Could not transition to started")
                  .build()),
          new Example(
              "exit code 1 (the application failed)",
              AttemptObservation.builder(1).statusReason(EXITED).exitCode(1).build()));

  private RetryExplanation() {}

  static String of(RetryPolicy policy) {
    List<String> lines = new ArrayList<>();
    List<String> givenUp = new ArrayList<>();
    lines.add(
        policy.attempts() == 1 ? "1 attempt in all." : policy.attempts() + " attempts in all.");
    for (Example example : EXAMPLES) {
      boolean retried = policy.decide(example.attempt()) == RetryDecision.RETRY;
      lines.add(example.kind() + ": " + (retried ? "retried" : "the job fails"));
      if (!retried) {
        givenUp.add(example.kind());
      }
    }
    lines.add("timeout: the job fails, whatever the policy");
    lines.add("cancelled or terminated: the job fails, whatever the policy");
    String last = givenUp.isEmpty() ? "nothing that can be retried" : String.join("; ", givenUp);
    lines.add("Gives up at once on: " + last + ".");
    return String.join("\n", lines);
  }
}
