package io.github.spotbatch.spec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What Batch asks of a container, be it in a definition or in a job. */
final class ContainerChecks {
  private ContainerChecks() {}

  static void checkEnvironment(Problems problems, Map<String, String> environment) {
    for (String name : environment.keySet()) {
      checkVariable(problems, "environment[" + name + "]", name);
    }
  }

  static void checkVariable(Problems problems, String path, String name) {
    problems.requireForm(path, name, Form.NOT_BLANK);
    boolean free = !name.startsWith("AWS_BATCH");
    problems.require(free, path, name, "must not start with AWS_BATCH, which Batch sets itself");
  }

  static void checkParameters(Problems problems, Map<String, String> parameters) {
    for (String name : parameters.keySet()) {
      problems.requireForm("parameters[" + name + "]", name, Form.NOT_BLANK);
    }
  }

  static void checkTimeout(Problems problems, Optional<Duration> timeout) {
    timeout.ifPresent(given -> problems.requireSeconds("timeout", given, 60, Integer.MAX_VALUE));
  }

  /** The bytes that keys and values take at the least, whatever else JSON needs. */
  static int size(Map<String, String> texts) {
    return size(texts.keySet()) + size(texts.values());
  }

  /** The bytes that texts take at the least, whatever else JSON needs. */
  static int size(Collection<String> texts) {
    return texts.stream().mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
  }
}
