package io.github.spotbatch.testing.internal.batch;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.RetryStrategy;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** What a job was submitted with; the children of an array share one. */
final class Submission {

  /** How many parts a vCPU has. */
  static final int CPU_UNITS = 1024;

  private final Queue queue;
  private final JobDefinition definition;
  private final SubmitJobRequest request;
  private final ContainerProperties container;
  private final Instant createdAt;
  private final JobNotices notices;
  private final int cpuUnits;
  private final int memoryMiB;
  private final @Nullable RetryStrategy retryStrategy;
  private final @Nullable String taskFault;

  Submission(
      Queue queue,
      JobDefinition definition,
      SubmitJobRequest request,
      ContainerProperties container,
      Instant createdAt,
      JobNotices notices) {
    this.queue = queue;
    this.definition = definition;
    this.request = request;
    this.container = container;
    this.createdAt = createdAt;
    this.notices = notices;
    BigDecimal vcpus = resource(container, ResourceType.VCPU, container.vcpus());
    this.cpuUnits = vcpus.multiply(BigDecimal.valueOf(CPU_UNITS)).intValue();
    this.memoryMiB = resource(container, ResourceType.MEMORY, container.memory()).intValue();
    RetryStrategy given = request.retryStrategy();
    this.retryStrategy = given == null ? definition.retryStrategy() : Definitions.lowerCase(given);
    this.taskFault = TaskFaults.of(definition, request);
  }

  private static BigDecimal resource(
      ContainerProperties container, ResourceType type, @Nullable Integer legacy) {
    String required = RequirementRules.value(container.resourceRequirements(), type);
    return required == null
        ? BigDecimal.valueOf(legacy == null ? 0 : legacy)
        : new BigDecimal(required);
  }

  Queue queue() {
    return queue;
  }

  JobDefinition definition() {
    return definition;
  }

  SubmitJobRequest request() {
    return request;
  }

  /** The definition's container with the overrides and parameters of the submission. */
  ContainerProperties container() {
    return container;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** Who is told of every change. */
  JobNotices notices() {
    return notices;
  }

  /** In parts of a vCPU, which on Fargate need not come whole. */
  int cpuUnits() {
    return cpuUnits;
  }

  /** Rounded up to a whole. */
  int vcpus() {
    return (cpuUnits + CPU_UNITS - 1) / CPU_UNITS;
  }

  int memoryMiB() {
    return memoryMiB;
  }

  /** Why no task can be made of the job once it has a place, which is not tried twice. */
  @Nullable String taskFault() {
    return taskFault;
  }

  /** The submission's strategy as a whole, else the definition's, else one attempt. */
  @Nullable RetryStrategy retryStrategy() {
    return retryStrategy;
  }

  @Nullable Integer timeoutSeconds() {
    return request.timeout() != null
        ? request.timeout().attemptDurationSeconds()
        : definition.timeout() == null ? null : definition.timeout().attemptDurationSeconds();
  }

  @Nullable Boolean propagatesTags() {
    return request.propagateTags() != null ? request.propagateTags() : definition.propagateTags();
  }
}
