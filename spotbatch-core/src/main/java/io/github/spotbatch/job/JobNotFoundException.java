package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;

/** AWS Batch does not know a job. It forgets finished jobs after some days, at the earliest 7. */
public class JobNotFoundException extends SpotBatchException {

  private static final long serialVersionUID = 1L;

  /** The id that was asked for. */
  private final String jobId;

  /**
   * Creates an exception.
   *
   * @param jobId the id that was asked for
   */
  public JobNotFoundException(String jobId) {
    super(
        "AWS Batch knows no job "
            + jobId
            + ": check the id, the account and the Region; finished jobs are forgotten after some"
            + " days.");
    this.jobId = jobId;
  }

  /**
   * The id that was asked for.
   *
   * @return the job's id
   */
  public String jobId() {
    return jobId;
  }
}
