package io.github.spotbatch.testing.internal.script;

import io.github.spotbatch.testing.ContainerRun;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which containers have started, for whoever looks for a mistyped name. */
final class StartedContainers {

  private static final int NAMED = 3;

  private final Map<String, ContainerRun> firstByJob = new LinkedHashMap<>();
  private int started;

  void add(ContainerRun run) {
    started++;
    if (firstByJob.size() < NAMED) {
      firstByJob.putIfAbsent(run.jobName(), run);
    }
  }

  /** In one sentence. */
  @Override
  public String toString() {
    String jobs =
        String.join(", ", firstByJob.values().stream().map(StartedContainers::words).toList());
    return switch (started) {
      case 0 -> "no container has started";
      case 1 -> "1 container has started, of job " + jobs;
      default -> started + " containers have started, first of jobs " + jobs;
    };
  }

  private static String words(ContainerRun run) {
    return "%s (definition %s, image %s)"
        .formatted(run.jobName(), run.jobDefinition(), run.image());
  }
}
