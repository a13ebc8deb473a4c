package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.SubmissionFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has become of one request of many; the request itself is not kept. */
final class BulkEntry {

  final int position;

  /** As the request gave it. */
  final String jobName;

  /** As it stands in the job's name on AWS. */
  final String base;

  @Nullable JobHandle job;
  @Nullable SpotBatchException failure;

  /** When the call began that AWS acknowledged; null if that is not known. */
  @Nullable Instant sentAt;

  BulkEntry(int position, String jobName, String base) {
    this.position = position;
    this.jobName = jobName;
    this.base = base;
  }

  @Nullable SubmissionFailure asFailure() {
    return failure == null ? null : new SubmissionFailure(position, jobName, failure);
  }
}
