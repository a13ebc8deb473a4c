package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.JobRequest;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.batch.model.ArrayProperties;
import software.amazon.awssdk.services.batch.model.ContainerOverrides;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.JobTimeout;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Compiles a request for a job. What the request leaves open stays the job definition's. */
public final class SubmitJobCompiler {

  private SubmitJobCompiler() {}

  /**
   * Compiles a request.
   *
   * @param queue the queue's name or ARN
   * @param definition the job definition as AWS calls it
   * @param jobName the job's name on AWS
   */
  public static SubmitJobRequest compile(
      JobRequest request, String queue, String definition, String jobName) {
    SubmitJobRequest.Builder submit =
        SubmitJobRequest.builder().jobName(jobName).jobQueue(queue).jobDefinition(definition);
    if (!request.parameters().isEmpty()) {
      submit.parameters(request.parameters());
    }
    ContainerOverrides overrides = overrides(request);
    if (!overrides.equals(ContainerOverrides.builder().build())) {
      submit.containerOverrides(overrides);
    }
    request.retryPolicy().ifPresent(p -> submit.retryStrategy(RetryStrategies.compile(p)));
    request.timeout().ifPresent(timeout -> submit.timeout(timeout((int) timeout.toSeconds())));
    if (!request.dependsOn().isEmpty()) {
      submit.dependsOn(request.dependsOn().stream().map(SubmitJobCompiler::dependency).toList());
    }
    request
        .arraySize()
        .ifPresent(n -> submit.arrayProperties(ArrayProperties.builder().size(n).build()));
    request.shareIdentifier().ifPresent(submit::shareIdentifier);
    request.schedulingPriority().ifPresent(submit::schedulingPriorityOverride);
    if (request.propagateTags()) {
      submit.propagateTags(true);
    }
    if (!request.tags().isEmpty()) {
      submit.tags(request.tags());
    }
    return submit.build();
  }

  private static ContainerOverrides overrides(JobRequest request) {
    ContainerOverrides.Builder overrides = ContainerOverrides.builder();
    if (!request.command().isEmpty()) {
      overrides.command(request.command());
    }
    if (!request.environment().isEmpty()) {
      overrides.environment(
          request.environment().entrySet().stream()
              .map(e -> KeyValuePair.builder().name(e.getKey()).value(e.getValue()).build())
              .toList());
    }
    List<ResourceRequirement> resources = new ArrayList<>();
    request.vcpus().ifPresent(n -> resources.add(requirement(ResourceType.VCPU, n)));
    request.memoryMiB().ifPresent(n -> resources.add(requirement(ResourceType.MEMORY, n)));
    request.gpus().ifPresent(n -> resources.add(requirement(ResourceType.GPU, n)));
    if (!resources.isEmpty()) {
      overrides.resourceRequirements(resources);
    }
    return overrides.build();
  }

  private static ResourceRequirement requirement(ResourceType type, int value) {
    return ResourceRequirement.builder().type(type).value(String.valueOf(value)).build();
  }

  private static JobTimeout timeout(int seconds) {
    return JobTimeout.builder().attemptDurationSeconds(seconds).build();
  }

  private static JobDependency dependency(String jobId) {
    return JobDependency.builder().jobId(jobId).build();
  }
}
