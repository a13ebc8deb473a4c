package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.SubmissionCounts;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Waits for bulk submissions on the caller's thread. */
final class BulkWaits {

  /** Nobody waits longer, and times beyond do not fit the arithmetic. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private final TimeKeeper time;

  BulkWaits(TimeKeeper time) {
    this.time = time;
  }

  /** Waits for the end of a submission, and throws if it is early. */
  void untilSubmitted(BulkSubmission run, CompletableFuture<Boolean> submitted, Duration timeout) {
    within(run, submitted, timeout, () -> submission(run.counts()));
  }

  /** Waits for the end of a submission, early or not. */
  void untilOver(BulkSubmission run, CompletableFuture<Boolean> submitted) {
    untilSubmitted(run, submitted.exceptionally(failure -> true), LONGEST_WAIT);
  }

  private static String submission(SubmissionCounts counts) {
    return "under way (%d submitted, %d open, %d failed, %d unknown)"
        .formatted(counts.submitted(), counts.open(), counts.failed(), counts.unknown());
  }

  /** Waits for the ends of all jobs of a submission. */
  List<JobResult> untilAllEnd(
      BulkSubmission run, CompletableFuture<Boolean> submitted, Duration timeout) {
    Instant begin = time.now();
    untilSubmitted(run, submitted, timeout);
    List<JobHandle> jobs = run.jobs();
    AtomicInteger left = new AtomicInteger(jobs.size());
    CompletableFuture<Boolean> all = new CompletableFuture<>();
    List<CompletableFuture<JobResult>> ends = jobs.stream().map(JobHandle::completion).toList();
    for (CompletableFuture<JobResult> end : ends) {
      Future<?> unused =
          end.whenComplete(
              (result, failure) -> {
                if (failure != null) {
                  all.completeExceptionally(failure);
                } else if (left.decrementAndGet() == 0) {
                  all.complete(true);
                }
              });
    }
    try {
      Duration rest = timeout.minus(Duration.between(begin, time.now()));
      if (!jobs.isEmpty()) {
        within(run, all, rest, () -> left + " of " + jobs.size() + " jobs running");
      }
    } finally {
      ends.forEach(end -> end.cancel(false));
    }
    return jobs.stream().map(JobHandle::result).toList();
  }

  private void within(
      BulkSubmission run,
      CompletableFuture<Boolean> future,
      Duration timeout,
      Supplier<String> status) {
    Duration wait = timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : timeout;
    Instant begin = time.now();
    CompletableFuture<Boolean> first = future.copy();
    Future<?> deadline =
        time.executor().schedule(() -> first.complete(false), wait.toNanos(), TimeUnit.NANOSECONDS);
    try {
      if (!time.await(first)) {
        throw new WaitTimeoutException(
            "submission " + run.key(), status.get(), Duration.between(begin, time.now()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotBatchException(
          "The wait for submission " + run.key() + " was interrupted; it goes on.", e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(e);
    } finally {
      deadline.cancel(false);
    }
  }
}
