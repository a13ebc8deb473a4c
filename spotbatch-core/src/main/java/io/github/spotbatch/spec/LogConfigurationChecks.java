package io.github.spotbatch.spec;

import java.util.Set;

/** What Batch asks of a log configuration. */
final class LogConfigurationChecks {
  private static final Set<String> AWSLOGS_OPTIONS =
      Set.of(
          "awslogs-create-group",
          "awslogs-datetime-format",
          "awslogs-group",
          "awslogs-multiline-pattern",
          "awslogs-region",
          "awslogs-stream-prefix",
          "max-buffer-size",
          "mode");

  private LogConfigurationChecks() {}

  static void check(LogConfigurationSpec configuration) {
    Problems problems = Problems.in("logConfiguration");
    if (configuration.logDriver() == LogDriver.AWSLOGS) {
      for (String option : configuration.options().keySet()) {
        problems.require(
            AWSLOGS_OPTIONS.contains(option),
            "options",
            option,
            "awslogs takes " + String.join(", ", AWSLOGS_OPTIONS.stream().sorted().toList()));
      }
    }
    problems.throwIfAny();
  }
}
