package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.StopReport;
import io.github.spotbatch.job.SubmissionCounts;
import io.github.spotbatch.job.SubmissionFailure;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.JobRequest;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A bulk submission: what reads its requests, what sends them, and the books on both. */
final class BulkRun implements BulkSubmission {

  private final JobAccess access;
  private final String queue;
  private final SubmissionKey key;
  private final EarlierJobs earlier;
  private final BulkEntries entries = new BulkEntries();
  private final BulkFlow flow = new BulkFlow(this::goOnOrEnd);
  private final BulkReader reader;
  private final BulkWaits waits;

  /** Ends when nothing more will be taken or sent; fails if that is before the last request. */
  private final CompletableFuture<Boolean> submitted = new CompletableFuture<>();

  BulkRun(
      JobSubmitter submitter,
      JobAccess access,
      JobNaming naming,
      SubmissionKey key,
      Stream<JobRequest> requests,
      EarlierJobs earlier,
      Executor callbackExecutor) {
    this.access = access;
    this.queue = naming.queue();
    this.key = key;
    this.earlier = earlier;
    BulkSender sender = new BulkSender(submitter, access, naming, key, earlier, entries, flow);
    this.reader = new BulkReader(requests, callbackExecutor, flow, sender);
    this.waits = new BulkWaits(access, this, submitted);
  }

  /** Begins to take requests. */
  void start() {
    reader.readIfThereIsRoom();
  }

  /** Takes the jobs that were there before, in place of requests. */
  void attach() {
    boolean unusedTurn = flow.beginReading() && flow.take();
    Future<?> unused =
        earlier
            .all()
            .whenComplete(
                (jobs, failure) -> {
                  if (failure == null) {
                    attach(jobs);
                  } else {
                    close(SubmissionFailures.notListing(queue, AwsFailures.unwrap(failure)));
                  }
                });
  }

  private void attach(List<AttachedJob> jobs) {
    for (AttachedJob job : jobs) {
      JobHandle handle = BatchJobHandle.attached(job.id(), job.base(), job.awsName(), key, access);
      entries.attach(job.position(), job.base(), handle);
    }
    flow.endStream(null);
  }

  /** Ends all waits, though the stream may never be closed. */
  void close(SpotBatchException why) {
    flow.close(why);
  }

  private void goOnOrEnd() {
    reader.readIfThereIsRoom(); // which after an early end closes the stream
    if (!flow.isDone()) {
      return;
    }
    entries.end();
    SpotBatchException why = flow.endedEarly();
    if (why == null) {
      submitted.complete(true);
    } else {
      submitted.completeExceptionally(why);
    }
  }

  void whenEnded(Runnable work) {
    Future<?> unused = submitted.whenComplete((done, failure) -> work.run());
  }

  @Override
  public SubmissionKey key() {
    return key;
  }

  @Override
  public List<JobHandle> jobs() {
    return entries.jobs();
  }

  @Override
  public List<SubmissionFailure> notSubmitted() {
    return entries.notSubmitted();
  }

  @Override
  public SubmissionCounts counts() {
    return entries.counts();
  }

  @Override
  public SubmissionCounts awaitSubmitted(Duration timeout) {
    return waits.untilSubmitted(timeout);
  }

  @Override
  public List<JobResult> await(Duration timeout) {
    return waits.untilAllEnd(timeout);
  }

  @Override
  public StopReport stop(String reason) {
    JobStops.requireReason(reason);
    flow.endEarly(new SpotBatchException("Submission " + key + " was stopped: " + reason));
    JobControl control = access.control();
    Set<String> known = ids();
    StopReport first = control.stop(known, reason);
    waits.untilOver();
    Set<String> later = ids();
    control
        .wait("list the jobs of submission " + key, earlier.all())
        .forEach(job -> later.add(job.id()));
    later.removeAll(known);
    return later.isEmpty() ? first : StopReports.both(first, control.stop(later, reason));
  }

  private Set<String> ids() {
    return jobs().stream().map(JobHandle::id).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Following follow(JobListener listener) {
    JobFollowing following = access.followMore(listener);
    entries.follow(following);
    whenEnded(following::noMore);
    return following;
  }

  @Override
  public String toString() {
    return "submission " + key + " to queue " + queue + ": " + counts();
  }
}
