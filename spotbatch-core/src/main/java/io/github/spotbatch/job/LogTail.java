package io.github.spotbatch.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import java.time.Duration;

/**
 * Passes on what jobs write, from the first line of the first attempt to the last line of the last.
 *
 * <p>The lines of one job come in order and each once: those of an attempt as CloudWatch Logs
 * orders them, and the next attempt's after them. Lines of different jobs come as they are found. A
 * line is passed on some seconds after it was written: a running job is looked at every second
 * while it writes, and less often the longer it is quiet, up to every half minute. That a job
 * writes at all, or has begun another attempt, is known by the looks that all waits share, up to a
 * minute later. A container's last lines may reach CloudWatch Logs after its end; AWS does not say
 * how late. They are read until ten seconds have passed since the end, and what comes later is not
 * passed on.
 *
 * <p>All tails of an entry point share their calls: GetLogEvents ({@code logs:GetLogEvents}), of
 * which one tells up to 10,000 lines, at a rate that begins at ten a second and learns from
 * throttling what the account has left; where the jobs are is told by the DescribeJobs that waits
 * share. So of n jobs that all write, each is looked at every n/10 seconds or so: of 600, once a
 * minute. Throttled calls and lost answers are repeated.
 *
 * <p>A slow consumer is waited for: no more than 100,000 lines are held for it, of all jobs
 * together. Thread-safe.
 */
public interface LogTail extends AutoCloseable {

  /**
   * Waits until all jobs have ended and all of their lines were passed on. The consumer itself must
   * not call this.
   *
   * @param timeout how long to wait at most
   * @throws WaitTimeoutException if it is not so far in that time; the tail goes on
   * @throws JobNotFoundException if AWS Batch does not know one of the jobs; the others have ended
   * @throws SpotBatchException if a job does not log to CloudWatch Logs, or if AWS refuses to tell,
   *     in which case the others have ended; if this or the entry point is closed, or the calling
   *     thread is interrupted, whose interrupt flag is then set
   */
  void await(Duration timeout);

  /**
   * Passes on no more lines, but for one that the consumer is at. The jobs go on, and open waits of
   * this object end.
   */
  @Override
  void close();
}
