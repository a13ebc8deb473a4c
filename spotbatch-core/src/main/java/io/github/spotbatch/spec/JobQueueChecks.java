package io.github.spotbatch.spec;

import java.util.List;

/** What Batch asks of a job queue. */
final class JobQueueChecks {
  private JobQueueChecks() {}

  static void check(JobQueueSpec queue) {
    Problems problems = Problems.in("jobQueue", queue.name());
    problems.requireForm("name", queue.name(), Form.NAME);
    problems.requireRange("priority", queue.priority(), 0, 1000);
    checkEnvironments(problems, queue.computeEnvironments());
    List<RunnableReason> reasons =
        queue.jobStateTimeLimits().stream().map(JobStateTimeLimit::reason).toList();
    problems.requireDistinct("jobStateTimeLimits", reasons);
    problems.requireForm(
        "schedulingPolicyArn", queue.schedulingPolicyArn(), Form.SCHEDULING_POLICY_ARN);
    TagChecks.checkOwned(problems, "tags", queue.tags());
    problems.throwIfAny();
  }

  private static void checkEnvironments(Problems problems, List<String> names) {
    if (names.isEmpty()) {
      problems.missing("computeEnvironments", "must name 1 to 3 environments");
    }
    problems.require(names.size() <= 3, "computeEnvironments", names, "must be at most 3");
    problems.requireDistinct("computeEnvironments", names);
  }
}
