package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.ArraySummary;
import io.github.spotbatch.job.FailedChild;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.time.TimeKeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out more of a job than its description tells. */
final class Understanding {

  private final ArrayChildren children;
  private final Investigation investigation;

  Understanding(AwsClients clients, AwsCalls calls, TimeKeeper time) {
    SideBySide reads = new SideBySide(time);
    this.children = new ArrayChildren(clients, calls, time, reads);
    this.investigation = new Investigation(clients, calls, reads);
  }

  /** The failed children of an array job; asks only if there are any that are not known yet. */
  List<FailedChild> failedChildren(JobResult job) {
    ArraySummary array =
        job.array()
            .orElseThrow(
                () ->
                    new SpotBatchException(
                        "Job %s (%s) is no array job, so it has no children."
                            .formatted(job.jobName(), job.jobId())));
    boolean known = job.finished() && array.failed().size() == array.count(JobState.FAILED);
    boolean none = array.count(JobState.FAILED) == 0;
    return known || none
        ? array.failed()
        : children.failed(job.jobId(), array.count(JobState.FAILED));
  }

  /** The job with its hosts, and the failed children with theirs if it is an array. */
  JobResult investigate(JobResult job) {
    List<FailedChild> failed = job.array().isPresent() ? failedChildren(job) : List.of();
    List<JobResult> results = new ArrayList<>(List.of(job));
    failed.forEach(child -> results.add(child.result()));
    List<JobResult> found = investigation.of(results);
    List<FailedChild> foundChildren = new ArrayList<>();
    for (int i = 0; i < failed.size(); i++) {
      foundChildren.add(new FailedChild(failed.get(i).index(), found.get(i + 1)));
    }
    return withChildren(found.get(0), foundChildren);
  }

  private static JobResult withChildren(JobResult job, List<FailedChild> failed) {
    Optional<ArraySummary> array =
        job.array().map(known -> new ArraySummary(known.size(), known.counts(), failed));
    return new JobResult(
        job.jobId(),
        job.jobName(),
        job.jobQueue(),
        job.jobDefinition(),
        job.state(),
        job.statusReason(),
        job.attempts(),
        array,
        job.createdAt(),
        job.startedAt(),
        job.stoppedAt(),
        job.cause());
  }
}
