package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobCounts;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.job.LogTail;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;

/** What all handles of an entry point share: reading jobs, and waiting for them. */
final class JobAccess {

  private static final Logger log = LoggerFactory.getLogger(JobAccess.class);

  /** Nobody waits longer, and times beyond do not fit the arithmetic. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private final AwsClients clients;
  private final AwsCalls calls;
  private final TimeKeeper time;
  private final Executor callbackExecutor;
  private final JobTracker tracker;
  private final JobControl control;
  private final Understanding understanding;

  JobAccess(
      AwsClients clients,
      AwsCalls calls,
      TimeKeeper time,
      Executor callbackExecutor,
      JobTracker tracker,
      JobControl control) {
    this.clients = clients;
    this.calls = calls;
    this.time = time;
    this.callbackExecutor = callbackExecutor;
    this.tracker = tracker;
    this.control = control;
    this.understanding = new Understanding(clients, calls, time);
  }

  /** Refuses further work once closed. */
  void requireOpen() {
    calls.requireOpen();
  }

  JobControl control() {
    return control;
  }

  TimeKeeper time() {
    return time;
  }

  Instant now() {
    return time.now();
  }

  /** The job as AWS describes it, or empty if AWS does not know it. */
  Optional<JobDetail> describe(String jobId) {
    DescribeJobsRequest request = DescribeJobsRequest.builder().jobs(jobId).build();
    return AwsFailures.forUser(
        describing(jobId),
        () -> calls.call(request, clients.batch()::describeJobs).jobs().stream().findFirst());
  }

  void terminate(String jobId, String reason) {
    JobStops.requireReason(reason);
    TerminateJobRequest request = TerminateJobRequest.builder().jobId(jobId).reason(reason).build();
    AwsFailures.forUser(
        "TerminateJob for job " + jobId, () -> calls.call(request, clients.batch()::terminateJob));
  }

  private static String describing(String jobId) {
    return "DescribeJobs for job " + jobId;
  }

  List<LogLine> logs(JobDetail job) {
    return AwsFailures.forUser(
        "GetLogEvents for job " + job.jobId(), () -> new JobLogs(clients, calls).of(job));
  }

  Understanding understanding() {
    return understanding;
  }

  Optional<JobHost> host(String containerInstanceArn) {
    // Names the artifact if it is missing; loading JobHosts without it would only name a class.
    clients.ecs();
    return AwsFailures.forUser(
        "DescribeContainerInstances for " + containerInstanceArn,
        () ->
            Optional.ofNullable(
                new JobHosts(clients, calls)
                    .find(List.of(containerInstanceArn))
                    .get(containerInstanceArn)));
  }

  /** A timeout that fits the arithmetic. */
  static Duration bounded(Duration timeout) {
    return timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : timeout;
  }

  /** Why a job cannot be described, as users are told. */
  static SpotBatchException describeFailure(String jobId, Throwable failure) {
    Throwable told = AwsFailures.forUser(describing(jobId), failure);
    return told instanceof SpotBatchException known
        ? known
        : new SpotBatchException("Job " + jobId + " could not be described: " + told, told);
  }

  /**
   * Tells a listener of jobs.
   *
   * @param jobs the results of the jobs that are known to have ended, else empty, by their ids
   */
  Following follow(Map<String, Optional<JobResult>> jobs, JobListener listener) {
    calls.requireOpen();
    return new JobFollowing(tracker, time, callbackExecutor, listener).start(jobs);
  }

  /** Tells a listener of jobs that are yet to come. */
  JobFollowing followMore(JobListener listener) {
    calls.requireOpen();
    return new JobFollowing(tracker, time, callbackExecutor, listener).startWithNone();
  }

  /** Passes on what jobs write. */
  LogTail tail(
      Iterable<? extends JobHandle> jobs, BiConsumer<? super JobHandle, ? super LogLine> consumer) {
    calls.requireOpen();
    return new JobTails(
            tracker,
            time,
            callbackExecutor,
            control.logPages(),
            jobId -> BatchJobHandle.found(jobId, this),
            consumer)
        .start(jobs);
  }

  /** Refuses to call jobs done that are not. */
  void requireEnded(Collection<String> jobIds) {
    new EndedJobs(clients, control).require(jobIds);
  }

  /** Waits on the caller's thread for the ends of jobs, which come in their order. */
  List<JobResult> awaitAll(List<JobHandle> jobs, Duration timeout) {
    AllEnds ends = new AllEnds();
    Map<String, Optional<JobResult>> known = new LinkedHashMap<>();
    jobs.forEach(job -> known.put(job.id(), BatchJobHandle.knownEnd(job)));
    try (Following following = follow(known, ends)) {
      JobCounts unused = following.await(timeout);
    }
    List<JobResult> results = ends.of(jobs);
    for (int i = 0; i < jobs.size(); i++) {
      BatchJobHandle.remember(jobs.get(i), results.get(i));
    }
    return results;
  }

  /** Waits on the caller's thread for the job's end. */
  JobResult await(String jobId, Duration timeout) {
    calls.requireOpen();
    Duration wait = bounded(timeout);
    Instant begin = time.now();
    Waiter waiter = new Waiter(begin.plus(wait));
    tracker.watch(jobId, waiter);
    // Completed by whichever comes first; empty means the deadline.
    CompletableFuture<Optional<JobResult>> first = new CompletableFuture<>();
    Future<?> unused =
        waiter.end.whenComplete(
            (result, failure) -> {
              if (failure == null) {
                first.complete(Optional.of(result));
              } else {
                first.completeExceptionally(failure);
              }
            });
    Future<?> deadline =
        time.executor()
            .schedule(() -> first.complete(Optional.empty()), wait.toNanos(), TimeUnit.NANOSECONDS);
    JobTracker.LastNews news;
    try {
      Optional<JobResult> result = time.await(first);
      if (result.isPresent()) {
        return result.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotBatchException(
          "The wait for job " + jobId + " was interrupted; the job goes on.", e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(AwsFailures.forUser(describing(jobId), e));
    } finally {
      deadline.cancel(false);
      news = tracker.unwatch(jobId, waiter);
    }
    return lastLook(jobId, news, Duration.between(begin, time.now()));
  }

  /** A wait too short for the tracker to ask anything looks once itself. */
  private JobResult lastLook(String jobId, JobTracker.LastNews news, Duration waited) {
    Optional<String> seen = news.status();
    if (seen.isEmpty() && news.failure().isEmpty()) {
      Optional<JobResult> result = describe(jobId).map(JobResults::of);
      if (result.isPresent() && result.get().finished()) {
        return result.get();
      }
      seen = result.map(JobAccess::status);
    }
    String status =
        seen.orElseGet(
            () ->
                news.failure()
                    .map(failure -> "not described by AWS (" + failure.getMessage() + ")")
                    .orElse("not known to AWS"));
    throw new WaitTimeoutException("job " + jobId, status, waited);
  }

  private static String status(JobResult result) {
    String reason = result.statusReason().map(text -> " (" + text + ")").orElse("");
    return result.state() + reason;
  }

  /** The job's end as a future for users. */
  CompletableFuture<JobResult> completion(String jobId, Consumer<JobResult> onEnd) {
    Waiter waiter = new Waiter(Instant.MAX);
    tracker.watch(jobId, waiter);
    CompletableFuture<JobResult> users = new ClockFuture<>(time, callbackExecutor);
    callBackAtTheEnd(jobId, waiter, users, onEnd);
    Future<?> unused = users.whenComplete((result, failure) -> tracker.unwatch(jobId, waiter));
    return users;
  }

  private void callBackAtTheEnd(
      String jobId, Waiter waiter, CompletableFuture<JobResult> users, Consumer<JobResult> onEnd) {
    Future<?> unused =
        waiter.end.whenComplete(
            (result, failure) -> {
              if (failure == null) {
                onEnd.accept(result);
                callBack(() -> users.complete(result));
              } else {
                Throwable told = AwsFailures.forUser(describing(jobId), failure);
                callBack(() -> users.completeExceptionally(told));
              }
            });
  }

  CompletableFuture<JobResult> completed(JobResult result) {
    CompletableFuture<JobResult> users = new ClockFuture<>(time, callbackExecutor);
    users.complete(result);
    return users;
  }

  private void callBack(Runnable completion) {
    try {
      callbackExecutor.execute(completion);
    } catch (RejectedExecutionException e) {
      log.warn("the callback executor takes no tasks any more, calling back from the tracker", e);
      completion.run();
    }
  }
}
