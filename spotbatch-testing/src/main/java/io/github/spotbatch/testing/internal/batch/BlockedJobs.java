package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitAction;
import software.amazon.awssdk.services.batch.model.JobStatus;

/**
 * Says why the head of a queue does not run, and cancels it where the queue has a time limit for
 * that.
 */
final class BlockedJobs {

  private final FakeBatch batch;
  private final World world;
  private final BlockReason reasons;

  BlockedJobs(FakeBatch batch, World world, BlockReason reasons) {
    this.batch = batch;
    this.world = world;
    this.reasons = reasons;
  }

  /** Looks at the head of a queue after every round of placing jobs. */
  void consider(Queue queue, Job head) {
    String reason = head.is(JobStatus.RUNNABLE) ? reasons.of(queue, head) : null;
    if (reason == null) {
      head.blockedSince(null);
    } else if (head.blockedSince() == null) {
      Instant since = world.now();
      head.blockedSince(since);
      world.after(world.takes(Step.BLOCKED_NOTICE), () -> notice(queue, head, since));
      limit(queue, head, since);
    } else if (head.statusReason() != null && !reason.equals(head.statusReason())) {
      tell(head, reason);
    }
  }

  /** Other limits count from the same moment as those before. */
  void limitsChanged(Queue queue) {
    Job head = queue.runnable().first();
    Instant since = head == null ? null : head.blockedSince();
    if (head != null && since != null) {
      limit(queue, head, since);
    }
  }

  private void limit(Queue queue, Job head, Instant since) {
    for (JobStateTimeLimitAction limit : queue.detail().jobStateTimeLimitActions()) {
      Instant due = since.plusSeconds(limit.maxTimeSeconds());
      Duration left = Duration.between(world.now(), due);
      world.after(
          left.isNegative() ? Duration.ZERO : left, () -> cancel(queue, head, since, limit));
    }
  }

  private void notice(Queue queue, Job head, Instant since) {
    String reason = stillBlocked(queue, head, since);
    if (reason != null) {
      tell(head, reason);
    }
  }

  private void tell(Job head, String reason) {
    head.statusReason(reason);
    batch.jobs().notices().blocked(head);
  }

  /** A limit that has been taken back in between does nothing. */
  private void cancel(Queue queue, Job head, Instant since, JobStateTimeLimitAction limit) {
    String reason = stillBlocked(queue, head, since);
    boolean limited = queue.detail().jobStateTimeLimitActions().contains(limit);
    if (reason != null && limited && reason.startsWith(limit.reason())) {
      batch
          .stoppedJobs()
          .cancelWaiting(
              head, "Canceled by JobStateTimeLimit action due to reason: " + limit.reason());
    }
  }

  /** The reason now, or null if the job was free in between or heads its queue no longer. */
  private @Nullable String stillBlocked(Queue queue, Job head, Instant since) {
    if (!since.equals(head.blockedSince())) {
      return null;
    }
    if (!head.equals(queue.runnable().first())) {
      head.blockedSince(null);
      return null;
    }
    return reasons.of(queue, head);
  }
}
