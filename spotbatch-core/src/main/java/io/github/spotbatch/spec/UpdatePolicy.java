package io.github.spotbatch.spec;

import java.time.Duration;
import java.util.Objects;
import org.immutables.value.Value;

/**
 * What becomes of the jobs on instances that are replaced, because the environment that they belong
 * to is changed, or gets a successor, or is not wanted any more.
 *
 * <p>A job that is stopped is run again if its retry strategy says so, and fails otherwise. Batch
 * calls it by the same name. Immutable and thread-safe. Source: AWS Batch API reference,
 * UpdatePolicy.
 */
@Value.Immutable(builder = false)
public sealed interface UpdatePolicy permits ImmutableUpdatePolicy {
  /**
   * Lets the jobs end within a time, and stops those that have not ended by then.
   *
   * @param atMost from 1 to 7200 minutes, in whole minutes; without any policy Batch gives them 30
   * @return the policy
   * @throws InvalidSpecException if the time is out of bounds
   */
  static UpdatePolicy drain(Duration atMost) {
    Objects.requireNonNull(atMost, "atMost");
    long minutes = atMost.toMinutes();
    boolean legal = atMost.equals(Duration.ofMinutes(minutes)) && minutes >= 1 && minutes <= 7200;
    Problems problems = Problems.in("updatePolicy");
    String fix = "must be from 1 to 7200 whole minutes";
    problems.require(legal, "jobExecutionTimeout", atMost, fix);
    problems.throwIfAny();
    return ImmutableUpdatePolicy.of(false, atMost);
  }

  /**
   * Stops the jobs at once.
   *
   * @return the policy
   */
  static UpdatePolicy terminate() {
    return ImmutableUpdatePolicy.of(true, Duration.ZERO);
  }

  /** {@return whether the jobs are stopped at once; Batch calls it terminateJobsOnUpdate} */
  @Value.Parameter
  boolean terminatesJobs();

  /**
   * {@return how much time the jobs have to end, none if they are stopped at once; Batch calls it
   * jobExecutionTimeoutMinutes}
   */
  @Value.Parameter
  Duration jobExecutionTimeout();
}
