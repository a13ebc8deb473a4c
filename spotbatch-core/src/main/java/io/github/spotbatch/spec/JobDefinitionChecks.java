package io.github.spotbatch.spec;

/** What Batch asks of a job definition. */
final class JobDefinitionChecks {
  private JobDefinitionChecks() {}

  static void check(JobDefinitionSpec definition) {
    Problems problems = Problems.in("jobDefinition", definition.name());
    if (definition.image().isEmpty()) {
      problems.missing("image", "must be given");
    }
    if (definition.memoryMiB().isEmpty()) {
      problems.missing("memoryMiB", "must be given");
    }
    problems.throwIfAny();
  }
}
