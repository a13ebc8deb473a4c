package io.github.spotbatch.testing.internal.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.RetryStrategy;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** A submitted job: what was asked for, where it stands, and its attempts so far. */
final class Job implements Tags.Tagged {

  private static final Set<JobStatus> FINAL = Set.of(JobStatus.SUCCEEDED, JobStatus.FAILED);

  private final String id;
  private final String arn;
  private final Queue queue;
  private final JobDefinition definition;
  private final SubmitJobRequest request;
  private final ContainerProperties container;
  private final Instant createdAt;
  private final int vcpus;
  private final int memoryMiB;
  private final List<Attempt> attempts = new ArrayList<>();
  private Map<String, String> tags;
  private JobStatus status = JobStatus.SUBMITTED;
  private @Nullable String statusReason;
  private @Nullable String stopReason;
  private int endings;
  private boolean cancelled;
  private boolean terminated;
  private @Nullable Instant blockedSince;
  private @Nullable Instant stoppedAt;

  Job(
      String id,
      String arn,
      Queue queue,
      JobDefinition definition,
      SubmitJobRequest request,
      ContainerProperties container,
      Instant createdAt) {
    this.id = id;
    this.arn = arn;
    this.queue = queue;
    this.definition = definition;
    this.request = request;
    this.container = container;
    this.createdAt = createdAt;
    this.tags = request.tags();
    this.vcpus = (int) resource(container, ResourceType.VCPU, container.vcpus());
    this.memoryMiB = (int) resource(container, ResourceType.MEMORY, container.memory());
    queue.submitted(this);
  }

  private static long resource(
      ContainerProperties container, ResourceType type, @Nullable Integer legacy) {
    return container.resourceRequirements().stream()
        .filter(requirement -> requirement.type() == type)
        .mapToLong(requirement -> Long.parseLong(requirement.value()))
        .findFirst()
        .orElse(legacy == null ? 0 : legacy);
  }

  String id() {
    return id;
  }

  String arn() {
    return arn;
  }

  String name() {
    return request.jobName();
  }

  Queue queue() {
    return queue;
  }

  JobDefinition definition() {
    return definition;
  }

  /** Given on a queue that shares fairly, and never on another. */
  @Nullable String shareIdentifier() {
    return request.shareIdentifier();
  }

  /** The submission's over the definition's. */
  int schedulingPriority() {
    Integer override = request.schedulingPriorityOverride();
    Integer defined = definition.schedulingPriority();
    return override != null ? override : defined != null ? defined : 0;
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

  int vcpus() {
    return vcpus;
  }

  int memoryMiB() {
    return memoryMiB;
  }

  /** The submission's strategy as a whole, else the definition's, else one attempt. */
  @Nullable RetryStrategy retryStrategy() {
    return request.retryStrategy() != null ? request.retryStrategy() : definition.retryStrategy();
  }

  @Nullable Integer timeoutSeconds() {
    return request.timeout() != null
        ? request.timeout().attemptDurationSeconds()
        : definition.timeout() == null ? null : definition.timeout().attemptDurationSeconds();
  }

  @Override
  public Map<String, String> tags() {
    return tags;
  }

  @Override
  public void tags(Map<String, String> changed) {
    this.tags = Map.copyOf(changed);
  }

  @Nullable Boolean propagatesTags() {
    return request.propagateTags() != null ? request.propagateTags() : definition.propagateTags();
  }

  List<Attempt> attempts() {
    return attempts;
  }

  /** The attempt under way, or the last one. */
  @Nullable Attempt lastAttempt() {
    return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
  }

  JobStatus status() {
    return status;
  }

  boolean is(JobStatus other) {
    return status == other;
  }

  boolean finished() {
    return FINAL.contains(status);
  }

  void move(JobStatus to) {
    queue.moved(this, status, to);
    status = to;
    endings += finished() ? 1 : 0;
  }

  /** How often it has ended, which is once at most. */
  int endings() {
    return endings;
  }

  @Nullable String statusReason() {
    return statusReason;
  }

  void statusReason(@Nullable String reason) {
    this.statusReason = reason;
  }

  boolean cancelled() {
    return cancelled;
  }

  boolean terminated() {
    return terminated;
  }

  void cancel(String reason) {
    this.cancelled = true;
    this.stopReason = reason;
  }

  void terminate(String reason) {
    this.terminated = true;
    this.stopReason = reason;
  }

  /** Why somebody stopped the job, if somebody did. */
  @Nullable String stopReason() {
    return stopReason;
  }

  /** Since when the job could not run although it heads its queue; null if it could. */
  @Nullable Instant blockedSince() {
    return blockedSince;
  }

  void blockedSince(@Nullable Instant when) {
    this.blockedSince = when;
  }

  void stopped(Instant when) {
    this.stoppedAt = when;
  }

  @Nullable Instant stoppedAt() {
    return stoppedAt;
  }
}
