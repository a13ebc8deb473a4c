package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.JobRequest;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** A queue on AWS Batch. */
final class BatchJobQueue implements JobQueue {

  private final JobNaming naming;
  private final SubmissionKeys keys;
  private final JobSubmitter submitter;
  private final BulkSubmitter bulk;
  private final JobAccess access;

  BatchJobQueue(
      JobNaming naming,
      SubmissionKeys keys,
      JobSubmitter submitter,
      BulkSubmitter bulk,
      JobAccess access) {
    this.naming = naming;
    this.keys = keys;
    this.submitter = submitter;
    this.bulk = bulk;
    this.access = access;
  }

  @Override
  public String name() {
    return naming.queue();
  }

  @Override
  public JobHandle submit(JobRequest request) {
    SubmissionKey key = keys.next();
    String jobName = naming.jobName(request);
    SubmitJobRequest submit = naming.compile(request, JobNames.single(jobName, key));
    String id = submitter.submitAndWait(submit);
    return BatchJobHandle.submitted(id, jobName, submit.jobName(), key, access);
  }

  @Override
  public SubmissionKey newKey() {
    return keys.next();
  }

  @Override
  public BulkSubmission submitAll(Stream<JobRequest> requests) {
    return bulk.submit(naming, keys.next(), requests);
  }

  @Override
  public BulkSubmission submitAll(SubmissionKey key, Stream<JobRequest> requests) {
    return bulk.submitUnused(naming, key, requests);
  }

  @Override
  public BulkSubmission resume(SubmissionKey key, Stream<JobRequest> requests) {
    return bulk.resume(naming, key, requests);
  }

  @Override
  public BulkSubmission attach(SubmissionKey key) {
    return bulk.attach(naming, key);
  }

  @Override
  public String toString() {
    return "job queue " + naming.queue();
  }
}
