package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.PipelineSubmission;
import io.github.spotbatch.job.StopReport;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.JobPipeline;
import io.github.spotbatch.spec.JobRequest;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** A queue on AWS Batch. */
final class BatchJobQueue implements JobQueue {

  private final JobNaming naming;
  private final JobAccess access;
  private final Submitting submitting;

  BatchJobQueue(JobNaming naming, JobAccess access) {
    this.naming = naming;
    this.access = access;
    this.submitting = access.control().submitting();
  }

  @Override
  public String name() {
    return naming.queue();
  }

  @Override
  public JobHandle submit(JobRequest request) {
    SubmissionKey key = submitting.keys().next();
    String jobName = naming.jobName(request);
    SubmitJobRequest submit = naming.compile(request, JobNames.single(jobName, key));
    String id = submitting.submitter().submitAndWait(submit);
    return BatchJobHandle.submitted(id, jobName, submit.jobName(), key, access);
  }

  @Override
  public SubmissionKey newKey() {
    return submitting.keys().give();
  }

  @Override
  public BulkSubmission submitAll(Stream<JobRequest> requests) {
    return submitting.bulk().submit(naming, access, submitting.keys().next(), requests);
  }

  @Override
  public BulkSubmission submitAll(SubmissionKey key, Stream<JobRequest> requests) {
    BulkSubmitter bulk = submitting.bulk();
    return submitting.keys().use(key)
        ? bulk.submit(naming, access, key, requests)
        : bulk.submitUnused(naming, access, key, requests);
  }

  @Override
  public BulkSubmission resume(SubmissionKey key, Stream<JobRequest> requests) {
    boolean unused = submitting.keys().use(key); // so that it is not taken for a new one later
    return submitting.bulk().resume(naming, access, key, requests);
  }

  @Override
  public BulkSubmission attach(SubmissionKey key) {
    return submitting.bulk().attach(naming, access, key);
  }

  @Override
  public ArraySubmission submitArray(JobRequest request, ArrayInputs inputs) {
    return new ArrayJobs(this, access).submit(request, inputs);
  }

  @Override
  public StopReport stopAll(String reason) {
    return access.control().stopAll(naming.queue(), reason);
  }

  @Override
  public PipelineSubmission submit(JobPipeline pipeline) {
    return new PipelineSubmitter(naming, submitting, access).submit(pipeline);
  }

  @Override
  public String toString() {
    return "job queue " + naming.queue();
  }
}
