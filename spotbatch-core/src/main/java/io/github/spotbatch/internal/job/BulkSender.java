package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.JobRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Makes requests of many into jobs, and enters into the books what has become of them. */
final class BulkSender {

  private final JobSubmitter submitter;
  private final JobAccess access;
  private final JobNaming naming;
  private final SubmissionKey key;
  private final EarlierJobs earlier;
  private final BulkEntries entries;
  private final BulkFlow flow;

  BulkSender(
      JobSubmitter submitter,
      JobAccess access,
      JobNaming naming,
      SubmissionKey key,
      EarlierJobs earlier,
      BulkEntries entries,
      BulkFlow flow) {
    this.submitter = submitter;
    this.access = access;
    this.naming = naming;
    this.key = key;
    this.earlier = earlier;
    this.entries = entries;
    this.flow = flow;
  }

  /**
   * What is to be done with a request; found out before the next is taken, to keep the order.
   *
   * @return what never fails
   */
  CompletableFuture<Runnable> prepare(JobRequest request) {
    String jobName = naming.jobName(request);
    BulkEntry entry = entries.take(jobName, JobNames.base(jobName));
    String awsName = JobNames.bulk(entry.base, key, entry.position);
    return CompletableFuture.completedFuture(entry)
        .thenCompose(earlier::find)
        .thenCompose(
            there ->
                there.isEmpty()
                    ? compile(entry, request, awsName)
                    : CompletableFuture.completedFuture(
                        () -> entries.submitted(entry, handle(entry, there.get(), awsName), null)))
        .exceptionally(failure -> () -> notListing(entry, failure));
  }

  private CompletableFuture<Runnable> compile(BulkEntry entry, JobRequest request, String awsName) {
    SubmitJobRequest compiled;
    try {
      compiled = naming.compile(request, awsName);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(
          () -> entries.failed(entry, SubmissionFailures.notCompiled(awsName, naming.queue(), e)));
    }
    Submission submission = Submission.ofMany(compiled, entries.neighboursOf(entry));
    return submitter.readied(compiled).thenApply(ready -> () -> send(entry, submission));
  }

  private void notListing(BulkEntry entry, Throwable failure) {
    SpotBatchException why =
        SubmissionFailures.notListing(naming.queue(), AwsFailures.unwrap(failure));
    entries.failed(entry, why);
    flow.endEarly(why);
  }

  private void send(BulkEntry entry, Submission submission) {
    flow.begin(submission);
    Future<?> unusedAnswer = submission.answered.whenComplete((done, failure) -> flow.answered());
    Future<?> unusedEnd =
        submission.id.whenComplete(
            (id, failure) -> {
              if (failure == null) {
                JobHandle job = handle(entry, id, submission.request.jobName());
                entries.submitted(entry, job, submission.acknowledgedSince());
              } else {
                entries.failed(entry, SubmissionFailures.ofMany(submission.request, failure));
              }
              flow.settled(submission);
            });
    Future<?> unused = submitter.submit(submission);
  }

  private JobHandle handle(BulkEntry entry, String id, String awsName) {
    return BatchJobHandle.submitted(id, entry.jobName, awsName, key, access);
  }
}
