package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * Makes calls that can be repeated safely, within one rate for all of them, and makes those again
 * that AWS gave no clear answer to. Thread-safe.
 */
final class RepeatableCalls implements AutoCloseable {

  private static final int TRIES = 8;
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final int LONGEST_BACKOFF = 5;

  private final AwsCalls calls;
  private final TimeKeeper time;
  private final PacedCalls paced;

  /** Guarded by itself. */
  private final Set<CompletableFuture<?>> open = new HashSet<>();

  private boolean closed;

  RepeatableCalls(AwsCalls calls, TimeKeeper time, AdaptiveRate rate) {
    this.calls = calls;
    this.time = time;
    this.paced = new PacedCalls(time, rate);
  }

  <Q extends AwsRequest, R> CompletableFuture<R> call(Q request, Function<Q, R> operation) {
    CompletableFuture<R> answer = tracked();
    if (!answer.isDone()) {
      attempt(request, operation, 1, answer);
    }
    return answer;
  }

  /** Done after a while. */
  CompletableFuture<Void> after(Duration delay) {
    CompletableFuture<Void> over = tracked();
    if (!over.isDone()) {
      schedule(() -> over.complete(null), delay, over);
    }
    return over;
  }

  /** Ends what is under way, and whatever is asked for from now on. */
  @Override
  public void close() {
    List<CompletableFuture<?>> left;
    synchronized (open) {
      closed = true;
      left = List.copyOf(open);
    }
    left.forEach(future -> future.completeExceptionally(closedFailure()));
    paced.close();
  }

  private static SpotBatchException closedFailure() {
    return new SpotBatchException("This ended before it was done because spotbatch was closed.");
  }

  /** Ends with {@link #close} if not before, at once if that was. */
  private <T> CompletableFuture<T> tracked() {
    CompletableFuture<T> future = new CompletableFuture<>();
    synchronized (open) {
      if (closed) {
        future.completeExceptionally(closedFailure());
        return future;
      }
      open.add(future);
    }
    Future<?> unused = future.whenComplete((value, failure) -> forget(future));
    return future;
  }

  @SuppressWarnings("CollectionUndefinedEquality") // Identity is what is meant.
  private void forget(CompletableFuture<?> future) {
    synchronized (open) {
      open.remove(future);
    }
  }

  private <Q extends AwsRequest, R> void attempt(
      Q request, Function<Q, R> operation, int tries, CompletableFuture<R> answer) {
    Future<?> unused =
        paced
            .call(() -> calls.callOnce(request, operation))
            .whenComplete(
                (response, failure) -> {
                  if (failure == null) {
                    answer.complete(response);
                  } else {
                    onFailure(request, operation, tries, answer, AwsFailures.unwrap(failure));
                  }
                });
  }

  private <Q extends AwsRequest, R> void onFailure(
      Q request,
      Function<Q, R> operation,
      int tries,
      CompletableFuture<R> answer,
      Throwable failure) {
    if (answer.isDone() || !AwsFailures.passing(failure) || tries == TRIES) {
      answer.completeExceptionally(failure);
    } else {
      Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(tries - 1, LONGEST_BACKOFF));
      schedule(() -> attempt(request, operation, tries + 1, answer), backoff, answer);
    }
  }

  private void schedule(Runnable task, Duration delay, CompletableFuture<?> waiting) {
    try {
      Future<?> unused = time.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      waiting.completeExceptionally(closedFailure()); // the clock is gone
    }
  }
}
