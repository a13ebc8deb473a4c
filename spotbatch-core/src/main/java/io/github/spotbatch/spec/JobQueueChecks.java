package io.github.spotbatch.spec;

/** What Batch asks of a job queue. */
final class JobQueueChecks {
  private JobQueueChecks() {}

  static void check(JobQueueSpec queue) {
    Problems problems = Problems.in("jobQueue", queue.name());
    problems.requireRange("priority", queue.priority(), 0, 1000);
    problems.throwIfAny();
  }
}
