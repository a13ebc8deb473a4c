package io.github.spotbatch.testing.internal.batch;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** The children of an array job, counted by status. */
final class JobArray {

  private static final List<JobStatus> STATUSES =
      List.of(
          JobStatus.SUBMITTED,
          JobStatus.PENDING,
          JobStatus.RUNNABLE,
          JobStatus.STARTING,
          JobStatus.RUNNING,
          JobStatus.SUCCEEDED,
          JobStatus.FAILED);

  private final Job parent;
  private final List<Job> children;
  private final Map<JobStatus, Integer> counts = new EnumMap<>(JobStatus.class);

  /** All children, which are yet to be put into the list, are SUBMITTED at first. */
  JobArray(Job parent, List<Job> children, int size) {
    this.parent = parent;
    this.children = children;
    counts.put(JobStatus.SUBMITTED, size);
  }

  Job parent() {
    return parent;
  }

  /** By index. */
  List<Job> children() {
    return children;
  }

  int size() {
    return children.size();
  }

  int count(JobStatus status) {
    return counts.getOrDefault(status, 0);
  }

  /** How many children there are in each status, zeros included. */
  Map<String, Integer> statusSummary() {
    Map<String, Integer> summary = new LinkedHashMap<>();
    STATUSES.forEach(status -> summary.put(status.toString(), count(status)));
    return summary;
  }

  boolean finished() {
    return count(JobStatus.SUCCEEDED) + count(JobStatus.FAILED) == children.size();
  }

  void moved(JobStatus from, JobStatus to) {
    counts.merge(from, -1, Integer::sum);
    counts.merge(to, 1, Integer::sum);
  }
}
