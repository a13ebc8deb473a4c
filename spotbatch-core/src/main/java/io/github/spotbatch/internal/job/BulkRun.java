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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * Takes requests from a stream as long as there is room, and sends them.
 *
 * <p>Few wait for their first answer at a time, so that jobs of others get their turn soon. Those
 * that got none that told are out of their way; of them, too, there are so many at most.
 */
final class BulkRun implements BulkSubmission {

  private static final int MOST_UNANSWERED = 64;
  private static final int MOST_OPEN = 1_000;

  private final BulkTools tools;
  private final JobNaming naming;
  private final SubmissionKey key;
  private final EarlierJobs earlier;
  private final BulkEntries entries = new BulkEntries();

  /** Ends when nothing more will be taken or sent; fails if that is before the last request. */
  private final CompletableFuture<Boolean> submitted = new CompletableFuture<>();

  /** Read by one task at a time. */
  private final Stream<JobRequest> stream;

  private @Nullable Iterator<JobRequest> requests;

  private final BulkWaits waits;

  /** Guarded by itself, and with it the order of a job's coming and a listener's. */
  private final List<JobFollowing> followings = new ArrayList<>();

  private final Object lock = new Object();
  private final Set<Submission> open = new HashSet<>();
  private int unanswered;
  private boolean reading;
  private boolean streamEnded;
  private @Nullable SpotBatchException endedEarly;

  BulkRun(
      BulkTools tools,
      JobNaming naming,
      SubmissionKey key,
      Stream<JobRequest> stream,
      EarlierJobs earlier) {
    this.tools = tools;
    this.naming = naming;
    this.key = key;
    this.stream = stream;
    this.earlier = earlier;
    this.waits = new BulkWaits(tools.access(), this, submitted);
  }

  /** Begins to take requests. */
  void start() {
    readIfThereIsRoom();
  }

  private void readIfThereIsRoom() {
    synchronized (lock) {
      if (reading || streamEnded || !(hasRoom() || endedEarly != null)) {
        return;
      }
      reading = true;
    }
    onCallbackExecutor(this::read);
  }

  private boolean hasRoom() {
    return unanswered < MOST_UNANSWERED && open.size() < MOST_OPEN;
  }

  private void onCallbackExecutor(Runnable work) {
    try {
      tools.callbackExecutor().execute(work);
    } catch (RejectedExecutionException e) {
      close(new SpotBatchException("The callback executor takes no more tasks.", e));
    }
  }

  /** Takes requests until there is no room, or until one has to wait. */
  private void read() {
    try {
      Iterator<JobRequest> next = requests == null ? stream.iterator() : requests;
      requests = next;
      while (mayTake()) {
        if (isEndedEarly() || !next.hasNext()) {
          endStream(null);
          return;
        }
        if (!take(next.next())) {
          return;
        }
      }
    } catch (RuntimeException | Error e) {
      endStream(e);
    }
  }

  private boolean mayTake() {
    synchronized (lock) {
      reading = endedEarly != null || hasRoom();
      return reading;
    }
  }

  private boolean isEndedEarly() {
    synchronized (lock) {
      return endedEarly != null;
    }
  }

  /** Nothing more is taken; what was taken is sent, unless the submission ended early. */
  private void endStream(@Nullable Throwable failure) {
    synchronized (lock) {
      reading = false;
      streamEnded = true;
      if (failure != null && endedEarly == null) {
        endedEarly =
            new SpotBatchException(
                "The stream of requests failed after %d of them: %s"
                    .formatted(entries.size(), failure),
                failure);
      }
    }
    try {
      stream.close();
    } catch (RuntimeException e) {
      endEarly(new SpotBatchException("The stream of requests could not be closed: " + e, e));
    }
    endIfDone();
  }

  /** Whether the next request can be taken at once. */
  private boolean take(JobRequest request) {
    if (entries.size() == JobNames.MOST) {
      throw new SpotBatchException(
          "a submission has at most %d requests: use one key for each part"
              .formatted(JobNames.MOST));
    }
    String jobName = naming.jobName(request);
    BulkEntry entry = entries.take(jobName, JobNames.base(jobName));
    CompletableFuture<Runnable> next = prepare(entry, request);
    if (next.isDone()) {
      run(next, entry);
      return true;
    }
    Future<?> unused =
        next.whenComplete(
            (work, failure) ->
                onCallbackExecutor(
                    () -> {
                      run(next, entry);
                      read();
                    }));
    return false;
  }

  /** What is to be done with a request; found out before the next is taken, to keep the order. */
  private CompletableFuture<Runnable> prepare(BulkEntry entry, JobRequest request) {
    String awsName = JobNames.bulk(entry.base, key, entry.position);
    return CompletableFuture.completedFuture(entry)
        .thenCompose(earlier::find)
        .thenCompose(
            there ->
                there.isEmpty()
                    ? compile(entry, request, awsName)
                    : CompletableFuture.completedFuture(
                        () -> submitted(entry, handle(there.get(), entry.jobName, awsName), null)));
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
    return tools.submitter().readied(compiled).thenApply(ready -> () -> send(entry, submission));
  }

  private void run(CompletableFuture<Runnable> next, BulkEntry entry) {
    Runnable work;
    try {
      work = next.join();
    } catch (RuntimeException e) {
      SpotBatchException why = SubmissionFailures.notListing(naming.queue(), AwsFailures.unwrap(e));
      entries.failed(entry, why);
      endEarly(why);
      return;
    }
    work.run();
  }

  private void send(BulkEntry entry, Submission submission) {
    synchronized (lock) {
      open.add(submission);
      unanswered++;
      if (endedEarly != null) {
        submission.withdraw();
      }
    }
    Future<?> unusedAnswer =
        submission.answered.whenComplete((done, failure) -> onAnswer(submission, false));
    Future<?> unusedSettled =
        submission.id.whenComplete(
            (id, failure) -> {
              if (failure == null) {
                JobHandle job = handle(id, entry.jobName, submission.request.jobName());
                submitted(entry, job, submission.acknowledgedSince());
              } else {
                entries.failed(entry, SubmissionFailures.ofMany(submission.request, failure));
              }
              onAnswer(submission, true);
            });
    Future<?> unused = tools.submitter().submit(submission);
  }

  private void onAnswer(Submission submission, boolean clear) {
    synchronized (lock) {
      if (clear) {
        open.remove(submission);
      } else {
        unanswered--;
      }
    }
    endIfDone();
    readIfThereIsRoom();
  }

  private JobHandle handle(String id, String jobName, String awsName) {
    return BatchJobHandle.submitted(id, jobName, awsName, key, tools.access());
  }

  private void endIfDone() {
    SpotBatchException why;
    synchronized (lock) {
      if (!streamEnded || !open.isEmpty()) {
        return;
      }
      why = endedEarly;
    }
    entries.end();
    if (why == null) {
      submitted.complete(true);
    } else {
      submitted.completeExceptionally(why);
    }
  }

  /** Takes no more, and sends nothing that is not under way; the stream is closed by its reader. */
  void endEarly(SpotBatchException why) {
    synchronized (lock) {
      if (endedEarly != null || submitted.isDone()) {
        return;
      }
      endedEarly = why;
      open.forEach(Submission::withdraw);
    }
    readIfThereIsRoom();
    endIfDone();
  }

  /** Ends all waits, though the stream may never be closed. */
  void close(SpotBatchException why) {
    synchronized (lock) {
      endedEarly = endedEarly == null ? why : endedEarly;
      open.forEach(Submission::withdraw);
    }
    entries.end();
    submitted.completeExceptionally(why);
  }

  /** Takes the jobs that were there before, in place of a stream. */
  void attach(List<AttachedJob> jobs) {
    for (AttachedJob job : jobs) {
      JobHandle handle =
          BatchJobHandle.attached(job.id(), job.base(), job.awsName(), key, tools.access());
      synchronized (followings) {
        entries.attach(job.position(), job.base(), handle);
        followings.forEach(following -> following.add(job.id()));
      }
    }
    endStream(null);
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
  public List<SubmissionFailure> failures() {
    return entries.failures();
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
    endEarly(new SpotBatchException("Submission " + key + " was stopped: " + reason));
    JobControl control = tools.access().control();
    Set<String> known = ids();
    StopReport first = control.stop(known, reason);
    waits.untilOver();
    Set<String> later = ids();
    later.removeAll(known);
    return later.isEmpty() ? first : StopReports.both(first, control.stop(later, reason));
  }

  private Set<String> ids() {
    return jobs().stream().map(JobHandle::id).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Following follow(JobListener listener) {
    JobFollowing following = tools.access().followMore(listener);
    synchronized (followings) {
      followings.add(following);
      entries.jobs().forEach(job -> following.add(job.id()));
    }
    whenEnded(following::noMore);
    return following;
  }

  /** A job is there: whoever follows hears of it, once. */
  private void submitted(BulkEntry entry, JobHandle job, @Nullable Instant sentAt) {
    synchronized (followings) {
      entries.submitted(entry, job, sentAt);
      followings.forEach(following -> following.add(job.id()));
    }
  }

  @Override
  public String toString() {
    return "submission " + key + " to queue " + naming.queue() + ": " + counts();
  }
}
