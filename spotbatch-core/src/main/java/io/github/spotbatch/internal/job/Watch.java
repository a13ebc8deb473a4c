package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobDetail;

/**
 * One watched job and those who want news of it. There may be a hundred thousand, so it holds a few
 * numbers and not what AWS said. Guarded by the tracker's lock.
 */
final class Watch {

  /** No time, and no slot. */
  static final long NONE = Long.MIN_VALUE;

  final String jobId;

  /** The number of the hundred that it belongs to, by when its watch began. */
  final int hundred;

  final List<Watcher> watchers = new ArrayList<>(1);

  /** When it is asked for next; none while it is being asked for. */
  long slot = NONE;

  /** Whether its state changed not long ago. */
  boolean young;

  /** Whether it was asked for. */
  boolean looked;

  /** Whether events told of it, so that it need not be asked for often. */
  boolean byEvents;

  private @Nullable JobState state;
  private @Nullable String statusReason;
  private @Nullable Throwable lastFailure;
  private long progress;
  private long changedAt;
  private long confirmedAt;
  private long missingSince = NONE;

  Watch(String jobId, int hundred, Instant now) {
    this.jobId = jobId;
    this.hundred = hundred;
    this.changedAt = now.toEpochMilli();
  }

  /** Whether what an event says is not older than what is known: events come late, in any order. */
  boolean believesEvent(JobDetail job, JobState said) {
    return state == null || said.finished() || JobProgress.atMost(job, said) >= progress;
  }

  /**
   * The same of a look. AWS's answers may be a little old: one that goes back is believed only once
   * nothing else was heard for a while.
   */
  boolean believesLook(JobDetail job, JobState said, Instant now) {
    return believesEvent(job, said)
        || now.toEpochMilli() - confirmedAt >= JobTracker.GRACE.toMillis();
  }

  /** Notes what was said, and returns whether the job has moved on. */
  boolean seen(JobDetail job, JobState said, Instant now) {
    long millis = now.toEpochMilli();
    long reached = JobProgress.of(job, said);
    boolean moved = state != said || reached != progress;
    if (moved) {
      changedAt = millis;
    }
    state = said;
    statusReason = job.statusReason();
    progress = reached;
    confirmedAt = millis;
    lastFailure = null;
    missingSince = NONE;
    return moved;
  }

  void failed(Throwable failure) {
    lastFailure = failure;
  }

  /** Notes that AWS does not know the job, and says for how long it has not. */
  Duration missing(Instant now) {
    if (missingSince == NONE) {
      missingSince = now.toEpochMilli();
    }
    return Duration.ofMillis(now.toEpochMilli() - missingSince);
  }

  /** When a job that AWS does not know is given up, in milliseconds, or none. */
  long givenUpAt() {
    return missingSince == NONE ? NONE : missingSince + JobTracker.GRACE.toMillis();
  }

  long unchangedMillis(long now) {
    return now - changedAt;
  }

  /** The next time at which a wait ends, in milliseconds, or none. */
  long nextDeadline(Instant now) {
    Instant next = Instant.MAX;
    for (Watcher watcher : watchers) {
      Instant deadline = watcher.deadline();
      next = deadline.isAfter(now) && deadline.isBefore(next) ? deadline : next;
    }
    return next.equals(Instant.MAX) ? NONE : next.toEpochMilli();
  }

  /** The state as it was seen last, with AWS's reason. */
  Optional<String> lastStatus() {
    return state == null
        ? Optional.empty()
        : Optional.of(state + (statusReason == null ? "" : " (" + statusReason + ")"));
  }

  Optional<Throwable> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}
