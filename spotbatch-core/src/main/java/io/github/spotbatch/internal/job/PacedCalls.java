package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Makes the calls of an operation in the order in which they were asked for, each when an adaptive
 * rate lets it, and tells the rate how AWS answered. At any time one call at most has its turn
 * fixed, so that a change of the rate counts for all the others. Thread-safe.
 */
final class PacedCalls implements AutoCloseable {

  private final TimeKeeper time;
  private final AdaptiveRate rate;

  /** Guarded by itself. */
  private final Queue<Call<?>> waiting = new ArrayDeque<>();

  private boolean turnIsFixed;
  private boolean closed;

  PacedCalls(TimeKeeper time, AdaptiveRate rate) {
    this.time = time;
    this.rate = rate;
  }

  private record Call<T>(Supplier<T> call, CompletableFuture<T> answer) {}

  /** Makes a call when its turn comes, on the time keeper's executor. */
  <T> CompletableFuture<T> call(Supplier<T> call) {
    Call<T> asked = new Call<>(call, new CompletableFuture<>());
    synchronized (waiting) {
      if (closed) {
        asked.answer.completeExceptionally(closedFailure());
        return asked.answer;
      }
      waiting.add(asked);
    }
    fixNextTurn();
    return asked.answer;
  }

  private void fixNextTurn() {
    Duration delay;
    synchronized (waiting) {
      if (turnIsFixed || waiting.isEmpty()) {
        return;
      }
      turnIsFixed = true;
      delay = rate.reserve(time.now());
    }
    try {
      Future<?> unused =
          time.executor().schedule(this::takeTurn, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      close(); // the clock is gone, and with it every turn
    }
  }

  private void takeTurn() {
    Call<?> call;
    synchronized (waiting) {
      turnIsFixed = false;
      call = waiting.poll();
    }
    fixNextTurn();
    if (call != null) {
      make(call);
    }
  }

  /** The rate is told first: whoever waits for the answer may ask for the next call at once. */
  private <T> void make(Call<T> call) {
    T answer;
    try {
      answer = call.call.get();
    } catch (RuntimeException | Error e) {
      if (e instanceof SdkServiceException service && service.isThrottlingException()) {
        rate.throttled(time.now());
      }
      call.answer.completeExceptionally(e);
      return;
    }
    rate.succeeded(time.now());
    call.answer.complete(answer);
  }

  /** Refuses what waits, and whatever is asked for from now on. */
  @Override
  public void close() {
    List<Call<?>> left;
    synchronized (waiting) {
      closed = true;
      left = new ArrayList<>(waiting);
      waiting.clear();
    }
    left.forEach(call -> call.answer.completeExceptionally(closedFailure()));
  }

  private static SpotBatchException closedFailure() {
    return new SpotBatchException("This SpotBatch is closed: make a new one.");
  }
}
