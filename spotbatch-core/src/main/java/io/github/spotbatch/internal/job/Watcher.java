package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import java.time.Instant;
import software.amazon.awssdk.services.batch.model.JobDetail;

/**
 * Somebody who wants news of one job. What he is told under the tracker's lock he only notes;
 * {@link #tell} passes it on once the lock is free.
 */
interface Watcher {

  /** Until when somebody waits; {@link Instant#MAX} for ever. */
  Instant deadline();

  /** Whether it is news to him that the job is in a state; under the tracker's lock. */
  boolean wants(JobState state);

  /**
   * Looks at all that AWS says of the job, under the tracker's lock, and returns whether there is
   * something to {@link #tell}.
   */
  default boolean described(JobDetail job) {
    return false;
  }

  /** Notes what was wanted; under the tracker's lock. */
  void seen(JobResult result, Instant now);

  /** Notes that there will be no more news; under the tracker's lock. */
  void failed(String jobId, Throwable failure);

  /** There will be no more news, since the tracker was closed. */
  void closed(String jobId);

  /** Passes on what was noted. */
  void tell();
}
