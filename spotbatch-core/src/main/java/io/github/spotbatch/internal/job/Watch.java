package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.JobResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One watched job and those who wait for it. Guarded by the tracker's lock. */
final class Watch {

  final String jobId;

  final Set<Waiter> waiters = new LinkedHashSet<>();

  /** When it is asked for next; null while it is being asked for. */
  @Nullable Long slot;

  private @Nullable JobResult lastSeen;
  private @Nullable Throwable lastFailure;
  private @Nullable Instant missingSince;
  private Instant changedAt;

  Watch(String jobId, Instant now) {
    this.jobId = jobId;
    this.changedAt = now;
  }

  void seen(JobResult result, Instant now) {
    if (lastSeen == null || lastSeen.state() != result.state()) {
      changedAt = now;
    }
    lastSeen = result;
    lastFailure = null;
    missingSince = null;
  }

  void failed(Throwable failure) {
    lastFailure = failure;
  }

  /** Notes that AWS does not know the job, and says for how long it has not. */
  Duration missing(Instant now) {
    if (missingSince == null) {
      missingSince = now;
    }
    return Duration.between(missingSince, now);
  }

  Duration unchangedFor(Instant now) {
    return Duration.between(changedAt, now);
  }

  Instant nextDeadline(Instant now) {
    return waiters.stream()
        .map(waiter -> waiter.deadline)
        .filter(deadline -> deadline.isAfter(now))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  Optional<JobResult> lastSeen() {
    return Optional.ofNullable(lastSeen);
  }

  Optional<Throwable> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}
