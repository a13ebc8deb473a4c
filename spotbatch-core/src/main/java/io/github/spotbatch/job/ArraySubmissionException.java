package io.github.spotbatch.job;

import io.github.spotbatch.spec.ArrayInputs;

/**
 * Of several arrays that inputs were spread over, some were submitted and run, and then one could
 * not be.
 */
public class ArraySubmissionException extends JobSubmissionException {

  private static final long serialVersionUID = 1L;

  private final transient ArraySubmission submitted;
  private final transient ArrayInputs rest;

  /**
   * Creates an exception.
   *
   * @param submitted the arrays that were submitted
   * @param rest the inputs that were not, the first of them those of the array that failed
   * @param cause why it failed
   */
  public ArraySubmissionException(
      ArraySubmission submitted, ArrayInputs rest, RuntimeException cause) {
    super(
        "%d %s with %d inputs %s, the other %d inputs were not: %s"
            .formatted(
                submitted.arrays().size(),
                submitted.arrays().size() == 1 ? "array" : "arrays",
                submitted.inputs().size(),
                submitted.arrays().size() == 1
                    ? "was submitted and runs"
                    : "were submitted and run",
                rest.size(),
                cause.getMessage()),
        cause instanceof JobSubmissionException submission ? submission.awsName() : "",
        cause instanceof JobSubmissionException submission && submission.maybeSubmitted(),
        cause);
    this.submitted = submitted;
    this.rest = rest;
  }

  /**
   * What runs.
   *
   * @return the arrays that were submitted, with their inputs
   */
  public ArraySubmission submitted() {
    return submitted;
  }

  /**
   * What is left to be submitted, unless {@link #maybeSubmitted()} says that the first array of it
   * may run.
   *
   * @return the other inputs, with their places in the whole list
   */
  public ArrayInputs rest() {
    return rest;
  }
}
