package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.JobState;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;

/**
 * How far a job had come when something was said of it, so that old news is told from new: by the
 * attempts that had ended, then by the state. A job goes back only to begin another attempt.
 */
final class JobProgress {

  private static final int STATES = JobState.values().length;

  private JobProgress() {}

  /** Grows with every step of a job. */
  @SuppressWarnings("EnumOrdinal") // The states stand in the order of a job's life.
  static long of(JobDetail job, JobState state) {
    // Where a state stands that AWS added later is not known: whatever comes then is newer.
    int rank = state == JobState.UNKNOWN ? 0 : state.ordinal();
    return (long) ended(job) * STATES + rank;
  }

  /** The most that it can be, given what is not known of the state. */
  static long atMost(JobDetail job, JobState state) {
    return state == JobState.UNKNOWN ? (long) ended(job) * STATES + STATES - 1 : of(job, state);
  }

  private static int ended(JobDetail job) {
    int attempts = job.attempts().size();
    if (attempts == 0) {
      return 0;
    }
    AttemptDetail last = job.attempts().get(attempts - 1);
    return last.stoppedAt() == null ? attempts - 1 : attempts;
  }
}
