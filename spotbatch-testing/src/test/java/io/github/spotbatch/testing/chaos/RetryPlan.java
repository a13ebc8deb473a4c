package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.spec.RetryCondition;
import io.github.spotbatch.spec.RetryPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/** How often a job is tried, and after which failures. */
record RetryPlan(int attempts, List<Rule> rules) {

  /** What to do about failures that fit all patterns that are given. */
  record Rule(
      boolean retries,
      @Nullable String statusReason,
      @Nullable String reason,
      @Nullable String exitCode) {

    EvaluateOnExit toSdk() {
      return EvaluateOnExit.builder()
          .action(retries ? "RETRY" : "EXIT")
          .onStatusReason(statusReason)
          .onReason(reason)
          .onExitCode(exitCode)
          .build();
    }

    RetryCondition toSpec() {
      RetryCondition.Builder condition = retries ? RetryCondition.retry() : RetryCondition.exit();
      if (statusReason != null) {
        condition.onStatusReason(statusReason);
      }
      if (reason != null) {
        condition.onReason(reason);
      }
      if (exitCode != null) {
        condition.onExitCode(exitCode);
      }
      return condition.build();
    }
  }

  RetryStrategy toSdk() {
    return RetryStrategy.builder()
        .attempts(attempts)
        .evaluateOnExit(rules.stream().map(Rule::toSdk).toList())
        .build();
  }

  RetryPolicy toSpec() {
    return RetryPolicy.builder(attempts)
        .conditions(rules.stream().map(Rule::toSpec).toList())
        .build();
  }

  /**
   * Whether a failed attempt of a job that nobody stopped is followed by another, as AWS documents
   * it; written from the documentation and not from what is tested.
   */
  boolean retriesAfter(Ending ending) {
    if (ending.timedOut() || ending.number() >= attempts) {
      return false;
    }
    for (Rule rule : rules) {
      if (fits(rule.statusReason, ending.statusReason())
          && fits(rule.reason, ending.reason())
          && fits(rule.exitCode, ending.exitCode())) {
        return rule.retries;
      }
    }
    return true;
  }

  private static boolean fits(@Nullable String pattern, @Nullable String value) {
    if (pattern == null || pattern.equals("*")) {
      return true;
    }
    if (value == null) {
      return false;
    }
    return pattern.endsWith("*")
        ? value.startsWith(pattern.substring(0, pattern.length() - 1))
        : value.equals(pattern);
  }
}
