package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.SubmissionKey;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.JobSummary;

/** A job that an earlier run of a submission left. */
record AttachedJob(int position, String base, String id, String awsName) {

  /** Those of a key, in the order of their requests. */
  static List<AttachedJob> of(SubmissionKey key, List<JobSummary> listed) {
    return listed.stream()
        .flatMap(job -> of(key, job))
        .sorted(Comparator.comparingInt(AttachedJob::position))
        .toList();
  }

  private static Stream<AttachedJob> of(SubmissionKey key, JobSummary job) {
    return JobNames.parse(job.jobName(), key).stream()
        .map(name -> new AttachedJob(name.position(), name.base(), job.jobId(), job.jobName()));
  }
}
