package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import java.util.Optional;

/** A job that was to succeed failed. */
public class JobFailedException extends SpotBatchException {

  private static final long serialVersionUID = 1L;

  private final transient JobResult result;

  /**
   * Creates an exception whose message is the result's explanation.
   *
   * @param result the result of the failed job
   */
  public JobFailedException(JobResult result) {
    super(result.explain());
    this.result = result;
  }

  /**
   * What became of the job.
   *
   * @return the result, with all attempts
   */
  public JobResult result() {
    return result;
  }

  /**
   * Why the job failed. {@link #getCause()} is null: no Java exception led to this one.
   *
   * @return the cause, empty if AWS Batch does not tell
   */
  public Optional<AttemptCause> failure() {
    return result.cause();
  }
}
