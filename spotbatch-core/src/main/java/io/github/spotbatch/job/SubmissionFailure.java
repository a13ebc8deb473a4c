package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;

/**
 * A request of a bulk submission that has become no job, or maybe not.
 *
 * @param position its place among the requests, from 0
 * @param jobName the job's name as the request gave it
 * @param exception what is known; a {@link JobSubmissionException} whose {@code maybeSubmitted()}
 *     says whether the job may run all the same
 */
public record SubmissionFailure(int position, String jobName, SpotBatchException exception) {

  /**
   * Whether it is not known if AWS Batch took the job.
   *
   * @return true if the job may run all the same
   */
  public boolean unknown() {
    return exception instanceof JobSubmissionException submission && submission.maybeSubmitted();
  }
}
