package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** A job queue with its jobs by status. */
final class Queue implements Tags.Tagged {

  private static final Set<JobStatus> PLACED = Set.of(JobStatus.STARTING, JobStatus.RUNNING);

  private final World world;
  private JobQueueDetail detail;
  private List<Environment> environments;
  private int changes;
  private final WaitingJobs runnable;
  private final @Nullable FairShare fairShare;
  private final QueueSnapshot snapshot = new QueueSnapshot();
  private final NavigableMap<Long, Job> all = new TreeMap<>();
  private final Map<JobStatus, NavigableMap<Long, Job>> byStatus = new EnumMap<>(JobStatus.class);

  /** A queue with a policy shares fairly for all its life, one without never does. */
  Queue(
      World world,
      JobQueueDetail detail,
      List<Environment> environments,
      @Nullable SchedulingPolicy policy) {
    this.world = world;
    this.detail = detail;
    this.environments = environments;
    this.fairShare = policy == null ? null : new FairShare(world, policy);
    this.runnable = fairShare == null ? JobLine.firstInFirstOut() : fairShare;
    for (JobStatus status : JobStatus.knownValues()) {
      byStatus.put(status, new TreeMap<>());
    }
  }

  JobQueueDetail detail() {
    return detail;
  }

  void detail(JobQueueDetail changed) {
    if (changed.state() != detail.state()) {
      tell(detail.stateAsString() + " -> " + changed.stateAsString());
    }
    this.detail = changed;
  }

  void status(JQStatus status) {
    tell(detail.status() == null ? "-> " + status : detail.statusAsString() + " -> " + status);
    detail = detail.toBuilder().status(status).statusReason("JobQueue Healthy").build();
  }

  void tell(String change) {
    world.changed("job queue", name(), change);
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

  /** Whether its jobs get places: a queue that is being made or deleted starts nothing. */
  boolean dispatches() {
    return detail.status() != JQStatus.CREATING && detail.status() != JQStatus.DELETING;
  }

  boolean disabled() {
    return detail.state() == JQState.DISABLED;
  }

  /** Null for a queue that is first in, first out. */
  @Nullable FairShare fairShare() {
    return fairShare;
  }

  boolean has(SchedulingPolicy policy) {
    return fairShare != null && fairShare.policy().equals(policy);
  }

  /** In the order in which they are tried. */
  List<Environment> environments() {
    return environments;
  }

  void environments(List<Environment> changed) {
    this.environments = changed;
  }

  /** The jobs that wait for a place. */
  WaitingJobs runnable() {
    return runnable;
  }

  /** The first jobs of the queue, as they stand now. */
  QueueSnapshot snapshot() {
    snapshot.update(runnable, world.now());
    return snapshot;
  }

  /** How many vCPUs its environments may have in all. */
  int mostVcpus() {
    return environments.stream().mapToInt(Environment::maxVcpus).sum();
  }

  /** How many vCPUs more its jobs may take up. */
  int allowance() {
    return runnable.allowance(mostVcpus());
  }

  /** Its jobs, but no children of arrays, in the order in which they were submitted. */
  NavigableMap<Long, Job> jobs() {
    return all;
  }

  /** Those of one status; none of a status that there is not. */
  NavigableMap<Long, Job> jobs(JobStatus status) {
    return byStatus.getOrDefault(status, Collections.emptyNavigableMap());
  }

  /** An array is submitted, and ends, as a whole. */
  void submitted(Job job) {
    all.put(job.sequence(), job);
    jobs(job.status()).put(job.sequence(), job);
    if (fairShare != null) {
      fairShare.submitted(job);
    }
  }

  /** Forgets a finished job. */
  void remove(Job job) {
    all.remove(job.sequence());
    jobs(job.status()).remove(job.sequence());
  }

  /** Files a job under its new status, unless its array does so. */
  void moved(Job job, JobStatus from, JobStatus to) {
    if (!job.isChild()) {
      jobs(from).remove(job.sequence());
      jobs(to).put(job.sequence(), job);
    }
    if (fairShare == null) {
      return;
    }
    if (PLACED.contains(to) && !PLACED.contains(from)) {
      fairShare.placed(job);
    }
    if (PLACED.contains(from) && !PLACED.contains(to)) {
      fairShare.released(job);
    }
    if (!job.isChild() && (to == JobStatus.SUCCEEDED || to == JobStatus.FAILED)) {
      fairShare.finished(job);
    }
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
