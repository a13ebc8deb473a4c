package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Waits on the caller's thread for several jobs, which are all watched at once. */
final class AwaitAll {

  /** Nobody waits longer, and times beyond do not fit the arithmetic. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private final JobAccess access;

  AwaitAll(JobAccess access) {
    this.access = access;
  }

  /** Those that have ended in time, in order; all of them, unless the time was over first. */
  <K> Map<K, JobResult> await(Map<K, JobHandle> jobs, Duration timeout) {
    Map<K, CompletableFuture<JobResult>> ends = new LinkedHashMap<>();
    jobs.forEach((key, job) -> ends.put(key, job.completion()));
    // Completed by whichever comes first, the last end or the deadline.
    CompletableFuture<Boolean> first = new CompletableFuture<>();
    Future<?> unused =
        CompletableFuture.allOf(ends.values().toArray(CompletableFuture<?>[]::new))
            .whenComplete(
                (none, failure) -> {
                  if (failure == null) {
                    first.complete(true);
                  } else {
                    first.completeExceptionally(failure);
                  }
                });
    Duration wait = timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : timeout;
    Future<?> deadline =
        access
            .time()
            .executor()
            .schedule(() -> first.complete(false), wait.toNanos(), TimeUnit.NANOSECONDS);
    try {
      access.time().await(first);
      return ended(ends);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotBatchException("The wait for several jobs was interrupted; they go on.", e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(e);
    } finally {
      deadline.cancel(false);
      ends.values().forEach(end -> end.cancel(false));
    }
  }

  private static <K> Map<K, JobResult> ended(Map<K, CompletableFuture<JobResult>> ends) {
    Map<K, JobResult> ended = new LinkedHashMap<>();
    ends.forEach(
        (key, end) -> {
          if (end.isDone()) {
            ended.put(key, end.join());
          }
        });
    return ended;
  }
}
