package io.github.spotbatch.testing.internal.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.RetryStrategy;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * A submitted job: where it stands, and its attempts so far. An array job is a parent, which runs
 * nothing itself, and its children, which are jobs like any other to all that places and runs them.
 */
final class Job implements Tags.Tagged {

  private final Submission submission;
  private final String idOrParentId;
  private final String arnPrefix;
  private final long sequence;
  private final int index;
  private final @Nullable JobArray siblings;
  private List<Attempt> attempts = List.of();
  private List<Job> dependants = List.of();
  private @Nullable JobArray array;
  private Map<String, String> tags;
  private JobStatus status = JobStatus.SUBMITTED;
  private int awaited;
  private @Nullable String statusReason;
  private @Nullable String stopReason;
  private int endings;
  private boolean cancelled;
  private boolean terminated;
  private @Nullable Instant blockedSince;
  private @Nullable Instant stoppedAt;

  private Job(
      Submission submission,
      String idOrParentId,
      String arnPrefix,
      long sequence,
      int index,
      @Nullable JobArray siblings) {
    this.submission = submission;
    this.idOrParentId = idOrParentId;
    this.arnPrefix = arnPrefix;
    this.sequence = sequence;
    this.index = index;
    this.siblings = siblings;
    this.tags = submission.request().tags();
  }

  /**
   * A job of its own, filed in its queue.
   *
   * @param arnPrefix of all jobs of the account and Region
   * @param sequence the later it was submitted, the higher
   */
  static Job single(Submission submission, String id, String arnPrefix, long sequence) {
    Job job = new Job(submission, id, arnPrefix, sequence, -1, null);
    submission.queue().submitted(job);
    return job;
  }

  /** The parent of so many new children. */
  static Job array(Submission submission, String id, String arnPrefix, long sequence, int size) {
    Job parent = single(submission, id, arnPrefix, sequence);
    List<Job> children = new ArrayList<>(size);
    JobArray array = new JobArray(parent, children, size);
    for (int i = 0; i < size; i++) {
      children.add(new Job(submission, id, arnPrefix, sequence, i, array));
    }
    parent.array = array;
    return parent;
  }

  String id() {
    return isChild() ? idOrParentId + ":" + index : idOrParentId;
  }

  /** Without the index of a child. */
  String idOrParentId() {
    return idOrParentId;
  }

  String arn() {
    return arnPrefix + id();
  }

  String name() {
    return submission.request().jobName();
  }

  /** Tells which of two jobs was submitted first; the same for all children of an array. */
  long sequence() {
    return sequence;
  }

  boolean isChild() {
    return siblings != null;
  }

  /** Its place in its array, from 0; -1 if it is none's child. */
  int index() {
    return index;
  }

  /** The array that it is a child of. */
  @Nullable JobArray siblings() {
    return siblings;
  }

  /** The array that it is the parent of. */
  @Nullable JobArray array() {
    return array;
  }

  Submission submission() {
    return submission;
  }

  Queue queue() {
    return submission.queue();
  }

  JobDefinition definition() {
    return submission.definition();
  }

  /** Given on a queue that shares fairly, and never on another. */
  @Nullable String shareIdentifier() {
    return request().shareIdentifier();
  }

  /** The submission's over the definition's. */
  int schedulingPriority() {
    Integer override = request().schedulingPriorityOverride();
    Integer defined = definition().schedulingPriority();
    return override != null ? override : defined != null ? defined : 0;
  }

  SubmitJobRequest request() {
    return submission.request();
  }

  /** The definition's container with the overrides and parameters of the submission. */
  ContainerProperties container() {
    return submission.container();
  }

  Instant createdAt() {
    return submission.createdAt();
  }

  int cpuUnits() {
    return submission.cpuUnits();
  }

  int vcpus() {
    return submission.vcpus();
  }

  int memoryMiB() {
    return submission.memoryMiB();
  }

  @Nullable RetryStrategy retryStrategy() {
    return submission.retryStrategy();
  }

  /** A parent has none, each of its children has. */
  @Nullable Integer timeoutSeconds() {
    return array != null ? null : submission.timeoutSeconds();
  }

  @Override
  public Map<String, String> tags() {
    return siblings == null ? tags : siblings.parent().tags();
  }

  @Override
  public void tags(Map<String, String> changed) {
    this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
  }

  @Nullable Boolean propagatesTags() {
    return submission.propagatesTags();
  }

  List<Attempt> attempts() {
    return attempts;
  }

  void attempt(Attempt next) {
    if (attempts.isEmpty()) {
      attempts = new ArrayList<>(1);
    }
    attempts.add(next);
  }

  /** The attempt under way, or the last one. */
  @Nullable Attempt lastAttempt() {
    return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
  }

  /** Jobs that wait for the end of this one. */
  List<Job> dependants() {
    return dependants;
  }

  void awaitedBy(Job dependant) {
    if (dependants.isEmpty()) {
      dependants = new ArrayList<>(1);
    }
    dependants.add(dependant);
  }

  /** How many jobs it still waits for. */
  int awaited() {
    return awaited;
  }

  void awaited(int jobs) {
    this.awaited = jobs;
  }

  JobStatus status() {
    return status;
  }

  boolean is(JobStatus other) {
    return status == other;
  }

  boolean finished() {
    return status == JobStatus.SUCCEEDED || status == JobStatus.FAILED;
  }

  void move(JobStatus to) {
    JobStatus from = status;
    queue().moved(this, from, to);
    status = to;
    endings += finished() ? 1 : 0;
    submission.notices().moved(this, from);
    if (siblings != null) {
      siblings.moved(from, to);
    }
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
