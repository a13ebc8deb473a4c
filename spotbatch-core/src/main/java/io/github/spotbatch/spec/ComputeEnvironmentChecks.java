package io.github.spotbatch.spec;

/** What Batch asks of a compute environment. */
final class ComputeEnvironmentChecks {
  private ComputeEnvironmentChecks() {}

  static void check(ComputeEnvironmentSpec environment) {
    Problems problems = Problems.in("computeEnvironment", environment.name());
    if (environment.maxVcpus().isEmpty()) {
      problems.missing("maxVcpus", "must be given");
    }
    problems.throwIfAny();
  }
}
