package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerOverrides;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** What Batch accepts at a submission, and ECS refuses when a task is to be made of it. */
final class TaskFaults {

  private static final int MAX_OVERRIDES = 8192;
  private static final int MAX_TAGS = 50;

  private TaskFaults() {}

  /** Where the job ends, or null if ECS takes it. */
  static @Nullable String of(JobDefinition definition, SubmitJobRequest request) {
    if (request.containerOverrides() != null
        && length(request.containerOverrides()) > MAX_OVERRIDES) {
      return "Container Overrides length must be at most 8192";
    }
    if (propagatesTags(definition, request) && combinedTags(definition, request) > MAX_TAGS) {
      // The limit is documented; the text is not known.
      return "The combined tags of job and job definition must be at most 50 to be propagated.";
    }
    return null;
  }

  /** In characters, those of the JSON included, as ECS gets it. */
  private static int length(ContainerOverrides overrides) {
    Map<String, Object> container = Json.tree(overrides);
    container.put("name", "default");
    byte[] json = Json.write(Map.of("containerOverrides", List.of(container)));
    return new String(json, StandardCharsets.UTF_8).length();
  }

  private static boolean propagatesTags(JobDefinition definition, SubmitJobRequest request) {
    return Boolean.TRUE.equals(
        request.propagateTags() != null ? request.propagateTags() : definition.propagateTags());
  }

  private static int combinedTags(JobDefinition definition, SubmitJobRequest request) {
    Set<String> keys = new HashSet<>(definition.tags().keySet());
    keys.addAll(request.tags().keySet());
    return keys.size();
  }
}
