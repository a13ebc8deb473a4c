package io.github.spotbatch.spec;

import java.util.List;

/** What Batch asks of a job that is submitted. */
final class JobRequestChecks {
  static final int MOST_DEPENDENCIES = 20;

  private static final int MOST_OVERRIDE_CHARACTERS = 8192;
  private static final int MOST_BYTES = 30 * 1024;

  private JobRequestChecks() {}

  static void check(JobRequest request) {
    Problems problems = Problems.in("jobRequest", request.jobDefinition());
    problems.requireForm("jobDefinition", request.jobDefinition(), Form.JOB_DEFINITION);
    problems.requireForm("jobName", request.jobName(), Form.NAME);
    checkContainer(problems, request);
    problems.requireRange("arraySize", request.arraySize(), 2, 10_000);
    checkDependencies(problems, request);
    checkShare(problems, request);
    TagChecks.check(problems, "tags", request.tags());
    checkSize(problems, request);
    problems.throwIfAny();
  }

  private static void checkContainer(Problems problems, JobRequest request) {
    List<String> command = request.command();
    for (int i = 0; i < command.size(); i++) {
      boolean given = !command.get(i).isEmpty();
      problems.require(given, "command[" + i + "]", "\"\"", "must not be empty in a job");
    }
    ContainerChecks.checkEnvironment(problems, request.environment());
    ContainerChecks.checkParameters(problems, request.parameters());
    ContainerChecks.checkTimeout(problems, request.timeout());
    problems.requireAtLeast("vcpus", request.vcpus(), 1);
    problems.requireAtLeast("memoryMiB", request.memoryMiB(), 4);
    problems.requireAtLeast("gpus", request.gpus(), 1);
  }

  private static void checkDependencies(Problems problems, JobRequest request) {
    int jobs = request.dependsOn().size() + request.dependencies().size();
    String fix = "must be at most 20; chain the others behind these";
    problems.require(jobs <= MOST_DEPENDENCIES, "dependsOn", jobs + " jobs", fix);
    problems.requireForms("dependsOn", request.dependsOn(), Form.NOT_BLANK);
    for (int i = 0; i < request.dependencies().size(); i++) {
      JobDependency dependency = request.dependencies().get(i);
      String path = "dependencies[" + i + "]";
      problems.requireForm(path, dependency.jobId(), Form.NOT_BLANK);
      boolean fits =
          dependency.type() == JobDependency.Type.WHOLE || request.arraySize().isPresent();
      problems.require(fits, path, dependency.type(), "is for array jobs only; give an arraySize");
    }
  }

  private static void checkShare(Problems problems, JobRequest request) {
    problems.requireForm("shareIdentifier", request.shareIdentifier(), Form.SHARE);
    problems.requireRange("schedulingPriority", request.schedulingPriority(), 0, 9999);
    if (request.schedulingPriority().isPresent() && request.shareIdentifier().isEmpty()) {
      problems.missing("shareIdentifier", "must be given with schedulingPriority");
    }
  }

  private static void checkSize(Problems problems, JobRequest request) {
    int overrides = OverrideSize.atLeast(request);
    int all =
        ContainerChecks.size(request.command())
            + ContainerChecks.size(request.environment())
            + ContainerChecks.size(request.parameters())
            + ContainerChecks.size(request.tags())
            + ContainerChecks.size(request.dependsOn())
            + ContainerChecks.size(
                request.dependencies().stream().flatMap(it -> it.jobId().stream()).toList());
    String fixOverrides =
        "of command and environment, as JSON, must be at most 8192; keep data in S3";
    String fixAll = "of the request must be under 30 KiB; keep data in S3";
    problems.require(
        overrides <= MOST_OVERRIDE_CHARACTERS,
        "overrides",
        overrides + " characters",
        fixOverrides);
    problems.require(all < MOST_BYTES, "size", all + " bytes", fixAll);
  }
}
