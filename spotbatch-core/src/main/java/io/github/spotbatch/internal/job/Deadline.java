package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a wait with false when its time is over; also a wait that begins after the clock stopped.
 */
final class Deadline {

  private final @Nullable Future<?> timer;

  private Deadline(@Nullable Future<?> timer) {
    this.timer = timer;
  }

  /** Nothing is scheduled for what is over already. */
  static Deadline of(CompletableFuture<Boolean> over, Duration wait, TimeKeeper time) {
    if (over.isDone()) {
      return new Deadline(null);
    }
    try {
      return new Deadline(
          time.executor()
              .schedule(() -> over.complete(false), wait.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      over.completeExceptionally(
          new SpotBatchException("This SpotBatch is closed: nothing can be waited for.", e));
      return new Deadline(null);
    }
  }

  void cancel() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
