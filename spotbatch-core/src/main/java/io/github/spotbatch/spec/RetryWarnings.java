package io.github.spotbatch.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is legal but unwise in a retry policy. */
final class RetryWarnings {
  private static final String ALL = "*";

  private RetryWarnings() {}

  static List<String> of(RetryPolicy policy) {
    List<RetryCondition> conditions = policy.conditions();
    if (conditions.isEmpty()) {
      return List.of();
    }
    if (policy.attempts() == 1) {
      return List.of("with 1 attempt the conditions never take part");
    }
    List<String> warnings = new ArrayList<>();
    warnOfEnd(warnings, conditions);
    warnOfUnreachable(warnings, conditions);
    if (policy.decide(RetryExplanation.HOST_TERMINATED) == RetryDecision.EXIT) {
      warnings.add("the loss of the host, which a Spot interruption is, is not retried");
    }
    return List.copyOf(warnings);
  }

  private static void warnOfEnd(List<String> warnings, List<RetryCondition> conditions) {
    List<RetryCondition> exits =
        conditions.stream().filter(given -> given.action() == RetryAction.EXIT).toList();
    if (exits.isEmpty()) {
      warnings.add("nothing exits, so that every failure is retried, with or without conditions");
      return;
    }
    boolean byStatus = exits.contains(RetryCondition.exit().onStatusReason(ALL).build());
    boolean byReason = exits.contains(RetryCondition.exit().onReason(ALL).build());
    boolean byExitCode = exits.contains(RetryCondition.exit().onExitCode(ALL).build());
    boolean retriesRest = catchesAll(conditions.get(conditions.size() - 1), RetryAction.RETRY);
    if (byStatus || (byReason && byExitCode) || retriesRest) {
      return;
    }
    if (byReason || byExitCode) {
      warnings.add(
          "whether * matches an absent value is not documented; end with both an exit on reason *"
              + " and an exit on exit code *");
    } else {
      warnings.add(
          "a failure that matches no condition is retried; end with an exit on reason * and an exit"
              + " on exit code *");
    }
  }

  /** A second catch-all of the same action is a precaution and not a mistake. */
  private static void warnOfUnreachable(List<String> warnings, List<RetryCondition> conditions) {
    for (int i = 0; i < conditions.size(); i++) {
      RetryAction action = conditions.get(i).action();
      if (!catchesAll(conditions.get(i), action)) {
        continue;
      }
      boolean later =
          conditions.stream().skip(i + 1L).anyMatch(condition -> !catchesAll(condition, action));
      if (later) {
        warnings.add("conditions after the one that matches everything never take part");
      }
      return;
    }
  }

  private static boolean catchesAll(RetryCondition condition, RetryAction action) {
    boolean all =
        Stream.of(condition.onStatusReason(), condition.onReason(), condition.onExitCode())
            .allMatch(pattern -> pattern.orElse(ALL).equals(ALL));
    return all && condition.action() == action;
  }
}
