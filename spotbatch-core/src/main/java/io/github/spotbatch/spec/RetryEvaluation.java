package io.github.spotbatch.spec;

import java.util.Optional;

/** Evaluates a retry policy the way AWS Batch evaluates a retry strategy. */
final class RetryEvaluation {
  private RetryEvaluation() {}

  static RetryDecision decide(RetryPolicy policy, AttemptObservation attempt) {
    boolean neverRetried = attempt.timedOut() || attempt.cancelled() || attempt.terminated();
    boolean exhausted = attempt.attempt() >= policy.attempts();
    if (neverRetried || exhausted) {
      return RetryDecision.EXIT;
    }
    return policy.conditions().stream()
        .filter(condition -> matches(condition, attempt))
        .findFirst()
        .map(condition -> decisionOf(condition.action()))
        .orElse(RetryDecision.RETRY);
  }

  /** Whether all patterns that the condition gives match; those left out take no part. */
  static boolean matches(RetryCondition condition, AttemptObservation attempt) {
    Optional<String> exitCode = attempt.exitCode().stream().mapToObj(Integer::toString).findFirst();
    return matches(condition.onStatusReason(), attempt.statusReason())
        && matches(condition.onReason(), attempt.reason())
        && matches(condition.onExitCode(), exitCode);
  }

  private static boolean matches(Optional<String> pattern, Optional<String> text) {
    return pattern.map(given -> matches(given, text)).orElse(true);
  }

  private static boolean matches(String pattern, Optional<String> text) {
    if (pattern.equals("*")) {
      return true;
    }
    if (pattern.endsWith("*")) {
      String prefix = pattern.substring(0, pattern.length() - 1);
      return text.filter(given -> given.startsWith(prefix)).isPresent();
    }
    return text.filter(pattern::equals).isPresent();
  }

  private static RetryDecision decisionOf(RetryAction action) {
    return action == RetryAction.RETRY ? RetryDecision.RETRY : RetryDecision.EXIT;
  }
}
