package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.SubmissionCounts;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Waits for a bulk submission on the caller's thread. */
final class BulkWaits {

  private final JobAccess access;
  private final TimeKeeper time;
  private final BulkSubmission run;

  /** Ends when nothing more is sent; fails if that is before the last request. */
  private final CompletableFuture<Boolean> submitted;

  BulkWaits(JobAccess access, BulkSubmission run, CompletableFuture<Boolean> submitted) {
    this.access = access;
    this.time = access.time();
    this.run = run;
    this.submitted = submitted;
  }

  /** Waits for the end of the submission, and throws if it is early. */
  SubmissionCounts untilSubmitted(Duration timeout) {
    within(submitted.copy(), timeout);
    return run.counts();
  }

  /** Waits for the end of the submission, early or not. */
  void untilOver() {
    within(submitted.exceptionally(failure -> true), ChronoUnit.FOREVER.getDuration());
  }

  /** Waits for the ends of all jobs of the submission. */
  List<JobResult> untilAllEnd(Duration timeout) {
    Instant begin = time.now();
    untilSubmitted(timeout);
    return access.awaitAll(run.jobs(), timeout.minus(Duration.between(begin, time.now())));
  }

  private void within(CompletableFuture<Boolean> first, Duration timeout) {
    if (!first.isDone()) {
      access.requireOpen();
    }
    Duration wait = JobAccess.bounded(timeout);
    Instant begin = time.now();
    Future<?> deadline =
        first.isDone() // the clock may be gone then
            ? first
            : time.executor()
                .schedule(() -> first.complete(false), wait.toNanos(), TimeUnit.NANOSECONDS);
    try {
      if (!time.await(first)) {
        throw timedOut(run.counts().toString(), begin);
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

  private WaitTimeoutException timedOut(String status, Instant begin) {
    return new WaitTimeoutException(
        "submission " + run.key(), "at " + status, Duration.between(begin, time.now()));
  }
}
