package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.LogConfiguration;
import software.amazon.awssdk.services.batch.model.LogDriver;

/** Where a container may send its output. */
final class LogRules {

  private static final Set<LogDriver> FARGATE_DRIVERS =
      Set.of(LogDriver.AWSLOGS, LogDriver.SPLUNK, LogDriver.AWSFIRELENS);
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

  private final World world;

  LogRules(World world) {
    this.world = world;
  }

  void check(@Nullable LogConfiguration logs, boolean fargate) {
    if (logs == null) {
      return;
    }
    LogDriver driver = logs.logDriver();
    // The drivers are documented; the text is not known.
    Refusals.wrappedIf(
        world,
        driver == null || driver == LogDriver.UNKNOWN_TO_SDK_VERSION,
        "Log driver is not valid: " + logs.logDriverAsString());
    Refusals.wrappedIf(
        world,
        fargate && !FARGATE_DRIVERS.contains(driver),
        "Log driver for Fargate is not valid: " + driver);
    for (String option : logs.options().keySet()) {
      Refusals.wrappedIf(
          world,
          driver == LogDriver.AWSLOGS && !AWSLOGS_OPTIONS.contains(option),
          "Log driver awslogs disallows options: " + option);
    }
  }
}
