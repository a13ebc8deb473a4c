package io.github.spotbatch.testing.internal.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** A job queue with its jobs by status. */
final class Queue implements Tags.Tagged {

  private JobQueueDetail detail;
  private List<Environment> environments;
  private int changes;
  private @Nullable SchedulingPolicy policy;
  private final Deque<Job> runnable = new ArrayDeque<>();
  private final Map<JobStatus, Set<Job>> jobs = new EnumMap<>(JobStatus.class);

  Queue(JobQueueDetail detail, List<Environment> environments) {
    this.detail = detail;
    this.environments = environments;
    for (JobStatus status : JobStatus.knownValues()) {
      jobs.put(status, new LinkedHashSet<>());
    }
  }

  JobQueueDetail detail() {
    return detail;
  }

  void detail(JobQueueDetail changed) {
    this.detail = changed;
  }

  void status(JQStatus status) {
    detail = detail.toBuilder().status(status).statusReason("JobQueue Healthy").build();
  }

  /** Counts a change, so that an earlier one does not settle a later one. */
  int change() {
    return ++changes;
  }

  int changes() {
    return changes;
  }

  String name() {
    return detail.jobQueueName();
  }

  String arn() {
    return detail.jobQueueArn();
  }

  boolean answersTo(String nameOrArn) {
    return name().equals(nameOrArn) || arn().equals(nameOrArn);
  }

  boolean disabled() {
    return detail.state() == JQState.DISABLED;
  }

  /** None for a queue that is first in, first out. */
  @Nullable SchedulingPolicy policy() {
    return policy;
  }

  void policy(@Nullable SchedulingPolicy changed) {
    this.policy = changed;
  }

  /** In the order in which they are tried. */
  List<Environment> environments() {
    return environments;
  }

  void environments(List<Environment> changed) {
    this.environments = changed;
  }

  /** The jobs that wait for a place, first come first. */
  Deque<Job> runnable() {
    return runnable;
  }

  Set<Job> jobs(JobStatus status) {
    return jobs.getOrDefault(status, Set.of());
  }

  /** Files a job under its new status. */
  void moved(Job job, JobStatus from, JobStatus to) {
    jobs(from).remove(job);
    jobs(to).add(job);
  }

  @Override
  public Map<String, String> tags() {
    return detail.tags();
  }

  @Override
  public void tags(Map<String, String> tags) {
    this.detail = detail.toBuilder().tags(tags).build();
  }
}
