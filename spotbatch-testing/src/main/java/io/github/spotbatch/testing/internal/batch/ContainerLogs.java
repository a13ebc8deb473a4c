package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Scope;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.LogConfiguration;
import software.amazon.awssdk.services.batch.model.LogDriver;

/** Where a container's lines go in CloudWatch Logs. */
final class ContainerLogs {

  private static final String DEFAULT_GROUP = "/aws/batch/job";
  private static final int MAX_NAME_IN_STREAM = 200;

  private final Scope scope;

  ContainerLogs(Scope scope) {
    this.scope = scope;
  }

  /** Why a container cannot start for want of its log group, or null. Batch makes its own group. */
  @Nullable String fault(ContainerProperties container) {
    String group = group(container);
    boolean there =
        group == null
            || group.equals(DEFAULT_GROUP)
            || scope.logs().group(group).isPresent()
            || "true".equals(options(container).get("awslogs-create-group"));
    return there
        ? null
        : "CannotStartContainerError: Error response from daemon: failed to initialize logging"
            + " driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The"
            + " specified log group does not exist.";
  }

  /** The stream of an attempt. */
  static String stream(Attempt attempt) {
    Job job = attempt.job();
    String definition = job.definition().jobDefinitionName();
    String prefix =
        options(job.container())
            .getOrDefault(
                "awslogs-stream-prefix",
                definition.substring(0, Math.min(MAX_NAME_IN_STREAM, definition.length())));
    String task = attempt.taskArn();
    return prefix + "/default/" + task.substring(task.lastIndexOf('/') + 1);
  }

  void open(Attempt attempt) {
    String group = group(attempt.job().container());
    if (group != null) {
      scope.logs().createStreamIfAbsent(group, Objects.requireNonNull(attempt.logStream()));
    }
  }

  /** Whoever deletes a group while a container writes to it gets no new one. */
  void append(Attempt attempt, String line) {
    String group = group(attempt.job().container());
    String stream = attempt.logStream();
    if (group != null && stream != null && scope.logs().group(group).isPresent()) {
      scope.logs().append(group, stream, scope.world().now(), line);
    }
  }

  /** The group, or null where another driver takes the lines. */
  private static @Nullable String group(ContainerProperties container) {
    LogConfiguration logs = container.logConfiguration();
    return logs == null || logs.logDriver() == LogDriver.AWSLOGS
        ? options(container).getOrDefault("awslogs-group", DEFAULT_GROUP)
        : null;
  }

  private static Map<String, String> options(ContainerProperties container) {
    LogConfiguration logs = container.logConfiguration();
    return logs == null ? Map.of() : logs.options();
  }
}
