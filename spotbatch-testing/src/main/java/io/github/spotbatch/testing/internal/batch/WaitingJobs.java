package io.github.spotbatch.testing.internal.batch;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The jobs of a queue that wait for a place, in the order in which they get one. */
interface WaitingJobs extends Iterable<Job> {

  /**
   * A job that became runnable.
   *
   * @param inFront before its like, as a retried job is, and not after
   */
  void add(Job job, boolean inFront);

  /** Also of a job that does not wait. */
  void remove(Job job);

  /** Whose turn it is. */
  default @Nullable Job first() {
    Iterator<Job> jobs = iterator();
    return jobs.hasNext() ? jobs.next() : null;
  }

  /**
   * How many vCPUs more the queue's jobs may take up, of so many that its environments may have.
   */
  default int allowance(int mostVcpus) {
    return Integer.MAX_VALUE;
  }
}
