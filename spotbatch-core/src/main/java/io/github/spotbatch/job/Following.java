package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import java.time.Duration;

/**
 * Jobs that are followed, from {@link JobHandle#follow} or the entry point's {@code follow}, until
 * each of them has ended. Thread-safe.
 */
public interface Following extends AutoCloseable {

  /**
   * How many of the jobs are in which state, as they were seen last. It costs no AWS call, nor more
   * with more jobs. The listener may not have been told yet of what is counted here.
   *
   * @return the numbers at this moment
   */
  JobCounts counts();

  /**
   * Waits until all jobs have ended and the listener was told of it. A job that was lost counts as
   * ended here: {@link JobCounts#lost()} of what is returned says whether there is one. The
   * listener itself must not call this.
   *
   * <p>If the callback executor is the user's own, the time that the listener takes once all jobs
   * have ended does not count.
   *
   * @param timeout how long to wait at most
   * @return the numbers at the end
   * @throws WaitTimeoutException if not all have ended in that time; they go on, and are followed
   *     on
   * @throws SpotBatchException if this or the entry point is closed, or the calling thread is
   *     interrupted during the wait, whose interrupt flag is then set; the jobs go on
   */
  JobCounts await(Duration timeout);

  /**
   * Follows no longer. The jobs go on, and open waits of this object end. The listener is not
   * called any more, but for a call that is under way.
   */
  @Override
  void close();
}
