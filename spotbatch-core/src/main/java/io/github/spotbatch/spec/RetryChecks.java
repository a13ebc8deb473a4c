package io.github.spotbatch.spec;

/** What Batch asks of a retry strategy. */
final class RetryChecks {
  private static final int MOST_CONDITIONS = 5;

  private RetryChecks() {}

  static void check(RetryPolicy policy) {
    Problems problems = Problems.in("retryPolicy");
    problems.requireRange("attempts", policy.attempts(), 1, 10);
    int conditions = policy.conditions().size();
    boolean few = conditions <= MOST_CONDITIONS;
    String fix = "must be at most " + MOST_CONDITIONS;
    problems.require(few, "conditions", conditions + " conditions", fix);
    problems.throwIfAny();
  }

  static void check(RetryCondition condition) {
    Problems problems = Problems.in("retryCondition");
    boolean any =
        condition.onStatusReason().isPresent()
            || condition.onReason().isPresent()
            || condition.onExitCode().isPresent();
    if (!any) {
      problems.missing("onStatusReason", "or onReason or onExitCode must be given");
    }
    problems.requireForm("onStatusReason", condition.onStatusReason(), Form.REASON_PATTERN);
    problems.requireForm("onReason", condition.onReason(), Form.REASON_PATTERN);
    problems.requireForm("onExitCode", condition.onExitCode(), Form.EXIT_CODE_PATTERN);
    problems.throwIfAny();
  }

  static void check(AttemptObservation observation) {
    Problems problems = Problems.in("attemptObservation");
    problems.requireAtLeast("attempt", observation.attempt(), 1);
    problems.throwIfAny();
  }
}
