package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;

/**
 * Is told what becomes of jobs that are followed.
 *
 * <p>It is called on the callback executor, by one thread at a time and in order, however many jobs
 * are followed with it. While it works, what else was seen is kept in memory for it, so it should
 * not take long. What it throws is logged as a warning, and changes nothing for what comes next.
 */
@FunctionalInterface
public interface JobListener {

  /**
   * A job was seen in another state than before.
   *
   * @param transition what was seen
   */
  void onTransition(JobTransition transition);

  /**
   * An array is in the same state as before, but of its children more have ended. Default: nothing
   * is done.
   *
   * @param array what AWS said of it; its {@link JobResult#array()} counts the children by state
   */
  default void onArrayProgress(JobResult array) {}

  /**
   * A job is followed no longer, because AWS does not tell of it: it does not know the job, or
   * refuses. Nothing is known of the job's fate then. Failures that pass are not told: AWS is asked
   * again. Default: nothing is done.
   *
   * @param jobId the job's id
   * @param failure why; a {@link JobNotFoundException} if AWS Batch does not know the job
   */
  default void onFailure(String jobId, SpotBatchException failure) {}
}
