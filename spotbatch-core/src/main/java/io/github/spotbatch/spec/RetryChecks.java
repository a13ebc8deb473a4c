package io.github.spotbatch.spec;

/** What Batch asks of a retry strategy. */
final class RetryChecks {
  private RetryChecks() {}

  static void check(RetryCondition condition) {
    Problems problems = Problems.in("retryCondition");
    boolean any =
        condition.onStatusReason().isPresent()
            || condition.onReason().isPresent()
            || condition.onExitCode().isPresent();
    if (!any) {
      problems.missing("onStatusReason", "at least one pattern must be given");
    }
    problems.throwIfAny();
  }

  static void check(AttemptObservation observation) {
    Problems problems = Problems.in("attemptObservation");
    int attempt = observation.attempt();
    problems.require(attempt >= 1, "attempt", attempt, "must be at least 1");
    problems.throwIfAny();
  }

  static void check(RetryPolicy policy) {
    Problems problems = Problems.in("retryPolicy");
    problems.requireRange("attempts", policy.attempts(), 1, 10);
    problems.throwIfAny();
  }
}
