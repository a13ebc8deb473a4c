package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.JobState;
import java.util.Map;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;

/**
 * How far a job had come when something was said of it, so that old news is told from new: by the
 * attempts that had ended, then by the state. A job goes back only to begin another attempt.
 */
final class JobProgress {

  /** More than the ranks of states. */
  private static final int ATTEMPT = 10;

  private JobProgress() {}

  /** Grows with every step of a job. */
  @SuppressWarnings("EnumOrdinal") // The states stand in the order of a job's life.
  static long of(JobDetail job, JobState state) {
    return (long) ended(job) * ATTEMPT + rank(state);
  }

  /** The most that it can be, given what is not known of the state. */
  static long atMost(JobDetail job, JobState state) {
    return state == JobState.UNKNOWN ? (long) ended(job) * ATTEMPT + ATTEMPT - 1 : of(job, state);
  }

  /** How many children of an array have ended; of another job none. */
  static int endedChildren(JobDetail job) {
    return job.arrayProperties() == null
        ? 0
        : job.arrayProperties().statusSummary().entrySet().stream()
            .filter(count -> JobResults.state(count.getKey()).finished())
            .mapToInt(Map.Entry::getValue)
            .sum();
  }

  private static int rank(JobState state) {
    return switch (state) {
      // Where a state stands that AWS added later is not known: whatever comes then is newer.
      case UNKNOWN -> 0;
      case SUBMITTED -> 1;
      case PENDING -> 2;
      case RUNNABLE -> 3;
      case STARTING -> 4;
      case RUNNING -> 5;
      case SUCCEEDED, FAILED -> 6;
    };
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
