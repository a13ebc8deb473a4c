package io.github.spotbatch.spec;

import java.util.Optional;
import org.immutables.value.Value;

/**
 * One line of a {@link RetryPolicy}: patterns, and what to do after an attempt that matches them
 * all.
 *
 * <p>A pattern is compared with the whole text, or with its beginning if the pattern ends in {@code
 * *}; case matters; a lone {@code *} matches an absent text too. Batch calls it an EvaluateOnExit.
 * Immutable and thread-safe. Source: AWS Batch API reference, EvaluateOnExit.
 */
@Value.Immutable
public sealed interface RetryCondition permits ImmutableRetryCondition {
  /**
   * Starts a condition that retries.
   *
   * @return a builder without any pattern
   */
  static Builder retry() {
    return ImmutableRetryCondition.builder().action(RetryAction.RETRY);
  }

  /**
   * Starts a condition that ends the job.
   *
   * @return a builder without any pattern
   */
  static Builder exit() {
    return ImmutableRetryCondition.builder().action(RetryAction.EXIT);
  }

  /** {@return what to do after an attempt that matches} */
  RetryAction action();

  /** {@return the pattern for the attempt's status reason, for example {@code Host EC2*}} */
  Optional<String> onStatusReason();

  /** {@return the pattern for the container's reason, for example {@code CannotPull*}} */
  Optional<String> onReason();

  /** {@return the pattern for the exit code in decimal, for example {@code 137}} */
  Optional<String> onExitCode();

  /** {@return a builder that holds this condition's values} */
  default Builder toBuilder() {
    return ImmutableRetryCondition.builder().from(this);
  }

  /** Builds a {@link RetryCondition}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets the pattern for the attempt's status reason.
     *
     * @param pattern at most 512 letters, digits, {@code .}, {@code :}, spaces and tabs, then
     *     optionally one {@code *}
     * @return this builder
     * @see RetryCondition#onStatusReason()
     */
    public abstract Builder onStatusReason(String pattern);

    /**
     * Sets the pattern for the container's reason.
     *
     * @param pattern at most 512 letters, digits, {@code .}, {@code :}, spaces and tabs, then
     *     optionally one {@code *}
     * @return this builder
     * @see RetryCondition#onReason()
     */
    public abstract Builder onReason(String pattern);

    /**
     * Sets the pattern for the exit code.
     *
     * @param pattern at most 512 digits, then optionally one {@code *}
     * @return this builder
     * @see RetryCondition#onExitCode()
     */
    public abstract Builder onExitCode(String pattern);

    /**
     * Makes the condition.
     *
     * @return the condition
     * @throws InvalidSpecException if Batch would refuse it; lists every problem
     */
    public RetryCondition build() {
      RetryCondition condition = create();
      RetryChecks.check(condition);
      return condition;
    }

    abstract RetryCondition create();
  }
}
