package io.github.spotbatch.spec;

import java.util.ArrayList;
import java.util.List;
import org.immutables.value.Value;

/**
 * After which failures AWS Batch tries a job again, and how often.
 *
 * <p>This is the job's own strategy, carried out by AWS; Batch calls it retryStrategy. It has
 * nothing to do with the repetition of calls to AWS, for which the SDK and Failsafe have types of
 * the same name. Conditions are tried in order, the first that matches decides, and a failure that
 * matches none is retried. Timeouts and cancelled or terminated jobs are never retried. Immutable
 * and thread-safe. Source: AWS Batch API reference, RetryStrategy; user guide, automated job
 * retries.
 */
@Value.Immutable
public sealed interface RetryPolicy permits ImmutableRetryPolicy {
  /**
   * Never tries again.
   *
   * @return a policy of one attempt
   */
  static RetryPolicy none() {
    return attempts(1);
  }

  /**
   * Tries again after any failure.
   *
   * @param attempts how many attempts in all, from 1 to 10
   * @return a policy without conditions
   * @throws InvalidSpecException if the number is out of bounds
   */
  static RetryPolicy attempts(int attempts) {
    return builder(attempts).build();
  }

  /**
   * Tries again after the loss of the host, which on Spot is mostly an interruption; 3 attempts.
   *
   * @return a policy that exits on any other failure
   */
  static RetryPolicy spotInterruptions() {
    return spotInterruptions(3);
  }

  /**
   * Tries again after the loss of the host, which on Spot is mostly an interruption.
   *
   * @param attempts how many attempts in all, from 1 to 10
   * @return a policy that exits on any other failure
   * @throws InvalidSpecException if the number is out of bounds
   */
  static RetryPolicy spotInterruptions(int attempts) {
    return builder(attempts)
        .condition(RetryCondition.retry().onStatusReason("Host EC2*").build())
        .condition(RetryCondition.exit().onReason("*").build())
        .condition(RetryCondition.exit().onExitCode("*").build())
        .build();
  }

  /**
   * Starts a policy.
   *
   * @param attempts how many attempts in all, from 1 to 10
   * @return a builder without conditions
   */
  static Builder builder(int attempts) {
    return ImmutableRetryPolicy.builder().attempts(attempts);
  }

  /** {@return how many attempts there are in all, the first included} */
  int attempts();

  /** {@return at most 5 conditions, in the order in which they are tried} */
  List<RetryCondition> conditions();

  /**
   * Retries more kinds of failure, by conditions put before the first that exits. A policy in which
   * nothing exits retries them already and is returned as it is.
   *
   * @param causes kinds of failure
   * @return the wider policy
   * @throws InvalidSpecException if there are more than 5 conditions then
   */
  default RetryPolicy alsoRetrying(RetryCause... causes) {
    List<RetryAction> actions = conditions().stream().map(RetryCondition::action).toList();
    int firstExit = actions.indexOf(RetryAction.EXIT);
    if (firstExit < 0) {
      return this;
    }
    List<RetryCondition> wider = new ArrayList<>(conditions().subList(0, firstExit));
    for (RetryCause cause : causes) {
      if (!wider.contains(cause.condition())) {
        wider.add(cause.condition());
      }
    }
    wider.addAll(conditions().subList(firstExit, conditions().size()));
    return builder(attempts()).conditions(wider).build();
  }

  /**
   * Decides about a failed attempt exactly as Batch does.
   *
   * @param attempt what is known of the attempt
   * @return whether there is another attempt
   */
  default RetryDecision decide(AttemptObservation attempt) {
    return RetryEvaluation.decide(this, attempt);
  }

  /**
   * Says in words what happens after each kind of failure, and what this policy gives up.
   *
   * @return lines for a person to read, without a promise as to their form
   */
  default String explain() {
    return RetryExplanation.of(this);
  }

  /**
   * Says what is legal but unwise.
   *
   * @return one sentence for each thing; empty if there is none
   */
  default List<String> warnings() {
    return RetryWarnings.of(this);
  }

  /** {@return a builder that holds this policy's values} */
  default Builder toBuilder() {
    return ImmutableRetryPolicy.builder().from(this);
  }

  /** Builds a {@link RetryPolicy}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets how many attempts there are.
     *
     * @param attempts from 1 to 10, the first included
     * @return this builder
     * @see RetryPolicy#attempts()
     */
    public abstract Builder attempts(int attempts);

    /**
     * Appends a condition, to be tried after those already given.
     *
     * @param condition the condition; at most 5 in all
     * @return this builder
     * @see RetryPolicy#conditions()
     */
    public Builder condition(RetryCondition condition) {
      return addCondition(condition);
    }

    abstract Builder addCondition(RetryCondition condition);

    /**
     * Sets the conditions.
     *
     * @param conditions at most 5, in the order in which they are tried
     * @return this builder
     * @see RetryPolicy#conditions()
     */
    public abstract Builder conditions(Iterable<? extends RetryCondition> conditions);

    /**
     * Makes the policy.
     *
     * @return the policy
     * @throws InvalidSpecException if Batch would refuse it; lists every problem
     */
    public RetryPolicy build() {
      RetryPolicy policy = create();
      RetryChecks.check(policy);
      return policy;
    }

    abstract RetryPolicy create();
  }
}
