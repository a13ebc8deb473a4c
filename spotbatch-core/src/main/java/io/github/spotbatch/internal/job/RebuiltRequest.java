package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryCondition;
import io.github.spotbatch.spec.RetryPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.batch.model.ContainerDetail;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/**
 * The request for a job like one that AWS describes. Whether a setting was the request's or the
 * definition's is not told, so the new request sets them all; dependencies, which have ended, are
 * left out.
 */
final class RebuiltRequest {

  private static final String INPUT_VARIABLES = "SPOTBATCH_INPUT";

  private RebuiltRequest() {}

  static JobRequest of(JobDetail job) {
    JobRequest.Builder request =
        JobRequest.builder(job.jobDefinition())
            .jobName(JobNames.original(job.jobName()))
            .parameters(job.parameters())
            .propagateTags(Boolean.TRUE.equals(job.propagateTags()));
    job.tags().entrySet().stream()
        .filter(tag -> !tag.getKey().startsWith("aws:") && !tag.getKey().startsWith("spotbatch:"))
        .forEach(tag -> request.tag(tag.getKey(), tag.getValue()));
    if (job.retryStrategy() != null && job.retryStrategy().attempts() != null) {
      request.retryPolicy(policy(job.retryStrategy()));
    }
    if (job.timeout() != null && job.timeout().attemptDurationSeconds() != null) {
      request.timeout(Duration.ofSeconds(job.timeout().attemptDurationSeconds()));
    }
    if (job.shareIdentifier() != null) {
      request.shareIdentifier(job.shareIdentifier());
      if (job.schedulingPriority() != null) {
        request.schedulingPriority(job.schedulingPriority());
      }
    }
    if (job.container() != null) {
      overrides(job.jobId(), job.container(), request);
    }
    return request.build();
  }

  /** What the job's container is given, without what Batch or the inputs put there. */
  static Map<String, String> environment(JobDetail job) {
    Map<String, String> environment = new LinkedHashMap<>();
    if (job.container() != null) {
      job.container()
          .environment()
          .forEach(it -> environment.put(it.name(), it.value() == null ? "" : it.value()));
    }
    return environment;
  }

  private static void overrides(
      String jobId, ContainerDetail container, JobRequest.Builder request) {
    // An empty word cannot be the request's: Batch takes it in a definition only.
    if (container.command().stream().noneMatch(String::isEmpty)) {
      request.command(container.command());
    }
    container.environment().stream()
        .filter(it -> !it.name().startsWith(INPUT_VARIABLES))
        .filter(it -> !it.name().startsWith("AWS_BATCH"))
        .forEach(it -> request.putEnvironment(it.name(), it.value() == null ? "" : it.value()));
    container
        .resourceRequirements()
        .forEach(
            it -> {
              int value = whole(jobId, it.typeAsString(), it.value());
              switch (it.type()) {
                case VCPU -> request.vcpus(value);
                case MEMORY -> request.memoryMiB(value);
                case GPU -> request.gpus(value);
                default -> {}
              }
            });
  }

  private static int whole(String jobId, String type, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new SpotBatchException(
          "Job %s has %s %s, which a request cannot ask for: submit its inputs again by submitArray."
              .formatted(jobId, type, value),
          e);
    }
  }

  private static RetryPolicy policy(RetryStrategy strategy) {
    List<RetryCondition> conditions =
        strategy.evaluateOnExit().stream().map(RebuiltRequest::condition).toList();
    return RetryPolicy.builder(strategy.attempts()).conditions(conditions).build();
  }

  private static RetryCondition condition(EvaluateOnExit given) {
    // AWS writes the action in lower case, whatever it was given.
    boolean retry = "RETRY".equalsIgnoreCase(given.actionAsString());
    RetryCondition.Builder condition = retry ? RetryCondition.retry() : RetryCondition.exit();
    if (given.onStatusReason() != null) {
      condition.onStatusReason(given.onStatusReason());
    }
    if (given.onReason() != null) {
      condition.onReason(given.onReason());
    }
    if (given.onExitCode() != null) {
      condition.onExitCode(given.onExitCode());
    }
    return condition.build();
  }
}
