package io.github.spotbatch.spec;

import java.time.Duration;
import java.util.Objects;
import org.immutables.value.Value;

/**
 * After how long Batch cancels a job that is stuck in RUNNABLE at the head of its queue.
 *
 * <p>Batch calls it a JobStateTimeLimitAction; its state is RUNNABLE and its action CANCEL.
 * Immutable and thread-safe. Source: AWS Batch API reference, JobStateTimeLimitAction.
 */
@Value.Immutable(builder = false)
public sealed interface JobStateTimeLimit permits ImmutableJobStateTimeLimit {
  /**
   * Makes a limit.
   *
   * @param reason why the job is stuck
   * @param maxTime how long it may be stuck for that reason: from 10 minutes to 24 hours, in whole
   *     seconds
   * @return the limit
   * @throws InvalidSpecException if the time is out of bounds
   */
  static JobStateTimeLimit of(RunnableReason reason, Duration maxTime) {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(maxTime, "maxTime");
    Problems problems = Problems.in("jobStateTimeLimit", reason.name());
    problems.requireSeconds("maxTime", maxTime, 600, 86_400);
    problems.throwIfAny();
    return ImmutableJobStateTimeLimit.of(reason, maxTime);
  }

  /** {@return why the job is stuck} */
  @Value.Parameter
  RunnableReason reason();

  /** {@return how long it may be stuck; Batch calls it maxTimeSeconds} */
  @Value.Parameter
  Duration maxTime();
}
