package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.JobRequest;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.ArrayJobDependency;
import software.amazon.awssdk.services.batch.model.ContainerOverrides;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Compiles submissions of jobs. */
public final class Submissions {

  private Submissions() {}

  /**
   * Compiles one submission.
   *
   * @param queue the queue's name or ARN
   * @param jobDefinition the definition as AWS knows it, in place of the request's own
   * @param jobName the job's name, in place of the request's own
   */
  public static SubmitJobRequest compile(
      JobRequest request, String queue, String jobDefinition, String jobName) {
    SubmitJobRequest.Builder submission =
        SubmitJobRequest.builder()
            .jobName(jobName)
            .jobQueue(queue)
            .jobDefinition(jobDefinition)
            .shareIdentifier(request.shareIdentifier().orElse(null))
            .retryStrategy(request.retryPolicy().map(Retries::strategy).orElse(null))
            .timeout(request.timeout().map(Retries::timeout).orElse(null));
    request.schedulingPriority().ifPresent(submission::schedulingPriorityOverride);
    request.arraySize().ifPresent(size -> submission.arrayProperties(array -> array.size(size)));
    if (!request.parameters().isEmpty()) {
      submission.parameters(request.parameters());
    }
    List<JobDependency> dependencies = dependencies(request);
    if (!dependencies.isEmpty()) {
      submission.dependsOn(dependencies);
    }
    if (request.propagateTags()) {
      submission.propagateTags(true);
    }
    if (!request.tags().isEmpty()) {
      submission.tags(request.tags());
    }
    ContainerOverrides overrides = overrides(request);
    if (!overrides.equals(ContainerOverrides.builder().build())) {
      submission.containerOverrides(overrides);
    }
    return submission.build();
  }

  private static List<JobDependency> dependencies(JobRequest request) {
    return Stream.concat(
            request.dependsOn().stream().map(jobId -> JobDependency.builder().jobId(jobId).build()),
            request.dependencies().stream().map(Submissions::dependency))
        .toList();
  }

  private static JobDependency dependency(io.github.spotbatch.spec.JobDependency dependency) {
    JobDependency.Builder compiled = JobDependency.builder().jobId(dependency.jobId().orElse(null));
    return switch (dependency.type()) {
      case WHOLE -> compiled.build();
      case N_TO_N -> compiled.type(ArrayJobDependency.N_TO_N).build();
      case SEQUENTIAL -> compiled.type(ArrayJobDependency.SEQUENTIAL).build();
    };
  }

  private static ContainerOverrides overrides(JobRequest request) {
    ContainerOverrides.Builder overrides = ContainerOverrides.builder();
    if (!request.command().isEmpty()) {
      overrides.command(request.command());
    }
    if (!request.environment().isEmpty()) {
      overrides.environment(Containers.environment(request.environment()));
    }
    List<ResourceRequirement> requirements =
        Containers.requirements(request.vcpus(), request.memoryMiB(), request.gpus());
    if (!requirements.isEmpty()) {
      overrides.resourceRequirements(requirements);
    }
    return overrides.build();
  }
}
