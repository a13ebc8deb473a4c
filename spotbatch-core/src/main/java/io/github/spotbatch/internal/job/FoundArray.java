package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.FailedChild;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.InvalidSpecException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** An array job of which only its id is known, so that all else is read from AWS. */
final class FoundArray {

  private final JobDetail job;
  private final JobAccess access;

  FoundArray(JobDetail job, JobAccess access) {
    this.job = job;
    this.access = access;
  }

  Optional<ArraySubmission> rerunFailed() {
    access.requireEnded(Set.of(job.jobId()));
    int size = size();
    List<Integer> positions = failedPositions(size);
    if (positions.isEmpty()) {
      return Optional.empty();
    }
    JobDetail child = size > 1 ? child(positions.get(0)) : job;
    ArrayInputs inputs = inputs(child, size);
    JobQueue queue =
        new BatchJobQueue(new JobNaming(job.jobQueue(), UnaryOperator.identity()), access);
    return Optional.of(queue.submitArray(RebuiltRequest.of(child), inputs.only(positions)));
  }

  private List<Integer> failedPositions(int size) {
    if (size > 1) {
      return BatchJobHandle.found(job.jobId(), access).failedChildren().stream()
          .map(FailedChild::index)
          .toList();
    }
    return job.status() == JobStatus.FAILED ? List.of(0) : List.of();
  }

  private JobDetail child(int index) {
    String id = ArrayChildren.id(job.jobId(), index);
    return access.describe(id).orElseThrow(() -> new JobNotFoundException(id));
  }

  /** The number of children, 1 for a plain job. */
  private int size() {
    boolean array = job.arrayProperties() != null && job.arrayProperties().size() != null;
    return array ? job.arrayProperties().size() : 1;
  }

  private ArrayInputs inputs(JobDetail child, int size) {
    try {
      return ArrayInputs.fromEnvironment(RebuiltRequest.environment(child), size)
          .orElseThrow(() -> withoutInputs(size));
    } catch (InvalidSpecException e) {
      throw new SpotBatchException(
          "The inputs of job %s cannot be read: %s".formatted(job.jobId(), e.getMessage()), e);
    }
  }

  private SpotBatchException withoutInputs(int size) {
    return new SpotBatchException(
        size > 1
            ? ("Array job %s was submitted without inputs: its children read"
                    + " AWS_BATCH_JOB_ARRAY_INDEX, which nobody can set, and fewer children would be"
                    + " numbered anew. Submit arrays by submitArray to run just what failed again.")
                .formatted(job.jobId())
            : "Job %s is neither an array nor of one input: submit it again by its request."
                .formatted(job.jobId()));
  }
}
