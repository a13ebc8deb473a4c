package io.github.spotbatch.spec;

/** What Batch asks of a job that is submitted. */
final class JobRequestChecks {
  private JobRequestChecks() {}

  static void check(JobRequest request) {
    Problems problems = Problems.in("jobRequest", request.jobDefinition());
    request.arraySize().ifPresent(size -> problems.requireRange("arraySize", size, 2, 10_000));
    problems.throwIfAny();
  }
}
