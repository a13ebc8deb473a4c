package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.SubmissionKey;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.JobSummary;

/** A job that an earlier run of a submission left; a single one is at position 0. */
record AttachedJob(int position, String base, String id, String awsName) {

  /** Those of a key, in the order of their requests. */
  static List<AttachedJob> of(SubmissionKey key, List<JobSummary> listed) {
    return listed.stream()
        .flatMap(job -> of(key, job))
        .sorted(Comparator.comparingInt(AttachedJob::position))
        .toList();
  }

  private static Stream<AttachedJob> of(SubmissionKey key, JobSummary job) {
    if (JobNames.isSingle(job.jobName(), key)) {
      String base = JobNames.original(job.jobName());
      return Stream.of(new AttachedJob(0, base, job.jobId(), job.jobName()));
    }
    return JobNames.parse(job.jobName(), key).stream()
        .map(name -> new AttachedJob(name.position(), name.base(), job.jobId(), job.jobName()));
  }
}
