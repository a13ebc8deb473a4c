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
    boolean awslogs = configuration.logDriver() == LogDriver.AWSLOGS;
    for (String option : configuration.options().keySet()) {
      String path = "options[" + option + "]";
      boolean known = !awslogs || AWSLOGS_OPTIONS.contains(option);
      String fix =
          "must be one of " + String.join(", ", AWSLOGS_OPTIONS.stream().sorted().toList());
      problems.require(known, path, option, fix);
      problems.requireForm(path, option, Form.NOT_BLANK);
    }
    configuration
        .secretOptions()
        .forEach(
            (option, arn) -> {
              String path = "secretOptions[" + option + "]";
              problems.requireForm(path, option, Form.NOT_BLANK);
              problems.requireForm(path, arn, Form.SECRET_ARN);
            });
    problems.throwIfAny();
  }
}
