package io.github.spotbatch.job;

/**
 * Where a job is on its way, in AWS Batch's own words.
 *
 * <p>AWS Batch has no state for a cancelled or terminated job: both are {@link #FAILED}, and {@link
 * JobResult#cause()} tells them apart.
 */
public enum JobState {
  /** Accepted, not yet looked at by the scheduler. */
  SUBMITTED,
  /** Waits for a job that it depends on; an array's parent stays here while its children run. */
  PENDING,
  /** Waits for a host with room for it, for ever if none ever comes. */
  RUNNABLE,
  /** Has a host, and its image is being pulled. */
  STARTING,
  /** Its container runs. */
  RUNNING,
  /** Ended with exit code 0. */
  SUCCEEDED,
  /** Ended otherwise, and no attempt is left. */
  FAILED,
  /** A state that AWS added after this version of spotbatch; such a job counts as unfinished. */
  UNKNOWN;

  /**
   * Whether a job in this state has ended.
   *
   * @return true for {@link #SUCCEEDED} and {@link #FAILED}
   */
  public boolean finished() {
    return this == SUCCEEDED || this == FAILED;
  }
}
