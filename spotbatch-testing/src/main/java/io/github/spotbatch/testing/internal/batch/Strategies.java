package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.spec.RetryAction;
import io.github.spotbatch.spec.RetryCondition;
import io.github.spotbatch.spec.RetryPolicy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/** Reads a job's retry strategy as the policy that decides like Batch. */
final class Strategies {

  private Strategies() {}

  static RetryPolicy policy(@Nullable RetryStrategy strategy) {
    if (strategy == null) {
      return RetryPolicy.none();
    }
    RetryPolicy.Builder policy = RetryPolicy.builder(strategy.attempts());
    strategy.evaluateOnExit().stream()
        .filter(condition -> !hasEmptyPattern(condition))
        .forEach(condition -> policy.condition(condition(condition)));
    return policy.build();
  }

  /**
   * That AWS refuses an empty pattern is not known. No text matches it, and a policy of spotbatch's
   * cannot hold it.
   */
  private static boolean hasEmptyPattern(EvaluateOnExit condition) {
    return "".equals(condition.onStatusReason())
        || "".equals(condition.onReason())
        || "".equals(condition.onExitCode());
  }

  private static RetryCondition condition(EvaluateOnExit given) {
    String action = given.actionAsString().toUpperCase(Locale.ROOT);
    RetryCondition.Builder condition =
        action.equals(RetryAction.RETRY.name()) ? RetryCondition.retry() : RetryCondition.exit();
    if (given.onStatusReason() != null) {
      condition.onStatusReason(given.onStatusReason());
    }
    if (given.onReason() != null) {
      condition.onReason(given.onReason());
    }
    if (given.onExitCode() != null) {
      condition.onExitCode(given.onExitCode());
    }
    return condition.build();
  }
}
