package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job as events show it: as DescribeJobs does, with empty lists where there is nothing. */
final class JobEvent {

  private JobEvent() {}

  static String detail(Job job) {
    Map<String, Object> detail = Json.tree(JobView.detail(job));
    detail.putIfAbsent("attempts", List.of());
    detail.putIfAbsent("dependsOn", List.of());
    detail.putIfAbsent("parameters", Map.of());
    empty(detail, "retryStrategy", "evaluateOnExit");
    for (String list :
        List.of(
            "command",
            "volumes",
            "environment",
            "mountPoints",
            "ulimits",
            "networkInterfaces",
            "resourceRequirements",
            "secrets")) {
      empty(detail, "container", list);
    }
    Map<String, Object> tags = new LinkedHashMap<>(job.tags());
    tags.put("resourceArn", job.arn());
    detail.put("tags", tags);
    return new String(Json.write(detail), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  private static void empty(Map<String, Object> detail, String structure, String list) {
    if (detail.get(structure) instanceof Map<?, ?> members) {
      ((Map<String, Object>) members).putIfAbsent(list, List.of());
    }
  }
}
