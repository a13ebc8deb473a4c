package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import org.jspecify.annotations.Nullable;

/** A job was not submitted, or it is not known whether it was. */
public class JobSubmissionException extends SpotBatchException {

  private static final long serialVersionUID = 1L;

  /** The name that the job was sent with. */
  private final String awsName;

  /** Whether the job may run all the same. */
  private final boolean maybeSubmitted;

  /**
   * Creates an exception.
   *
   * @param message what is known of the submission and what to do
   * @param awsName the name that the job was sent with, unique to this submission
   * @param maybeSubmitted whether the job may run all the same
   * @param cause the last answer of AWS or the failure to get one
   */
  public JobSubmissionException(
      String message, String awsName, boolean maybeSubmitted, @Nullable Throwable cause) {
    super(message, cause);
    this.awsName = awsName;
    this.maybeSubmitted = maybeSubmitted;
  }

  /**
   * The name that the job was sent with. Nothing else has it, so that a listing of the queue by
   * this name finds the job if it was submitted after all.
   *
   * @return the job's name on AWS
   */
  public String awsName() {
    return awsName;
  }

  /**
   * Whether the job may run all the same, because AWS's answer got lost and no listing told more.
   *
   * @return false if AWS refused the job, or if the request was never sent
   */
  public boolean maybeSubmitted() {
    return maybeSubmitted;
  }
}
