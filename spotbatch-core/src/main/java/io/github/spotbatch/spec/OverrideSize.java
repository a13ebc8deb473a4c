package io.github.spotbatch.spec;

import java.util.Map;

/**
 * How long a job's overrides are as JSON, which is what ECS limits: "a total of 8192 characters are
 * allowed for overrides; this limit includes the JSON formatting characters". Source: Amazon ECS
 * API reference, RunTask.
 */
final class OverrideSize {

  private static final int FRAME =
      "{\"command\":[],\"environment\":[],\"resourceRequirements\":[]}".length();
  private static final int VARIABLE = "{\"name\":\"\",\"value\":\"\"},".length();
  private static final int WORD = "\"\",".length();
  private static final int RESOURCES =
      3 * "{\"type\":\"MEMORY\",\"value\":\"1234567890\"},".length();

  private OverrideSize() {}

  static int of(JobRequest request) {
    int command = request.command().stream().mapToInt(word -> WORD + escaped(word)).sum();
    return FRAME + RESOURCES + command + of(request.environment());
  }

  static int of(Map<String, String> environment) {
    return environment.entrySet().stream()
        .mapToInt(entry -> VARIABLE + escaped(entry.getKey()) + escaped(entry.getValue()))
        .sum();
  }

  /** What it surely is, whatever ECS writes as an escape. */
  static int atLeast(JobRequest request) {
    int words = request.command().stream().mapToInt(word -> WORD + quoted(word)).sum();
    int variables =
        request.environment().entrySet().stream()
            .mapToInt(it -> VARIABLE + quoted(it.getKey()) + quoted(it.getValue()))
            .sum();
    return words + variables;
  }

  private static int quoted(String text) {
    return text.chars().map(c -> c == '"' || c == '\\' ? 2 : 1).sum();
  }

  /** At most: what JSON may write as an escape counts as one. */
  private static int escaped(String text) {
    return text.chars().map(c -> c == '"' || c == '\\' ? 2 : c < ' ' || c > '~' ? 6 : 1).sum();
  }
}
