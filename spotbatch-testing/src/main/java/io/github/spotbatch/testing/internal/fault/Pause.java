package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.time.TimeKeeper;
import io.github.spotbatch.time.WallClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.AbortedException;

/** Keeps a caller waiting on the world's clock, outside the world's lock. */
final class Pause {

  private Pause() {}

  /**
   * Lets time pass. It ends at once when the world is closed.
   *
   * @throws AbortedException if the caller's thread is interrupted, as by a timeout of its client
   */
  static void of(World world, Duration duration) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Runnable takeBack = world.closing(() -> over.complete(null));
    try {
      begin(world.time(), duration, over);
      world.time().await(over);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("interrupted while the call was delayed", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      takeBack.run();
    }
  }

  private static void begin(TimeKeeper time, Duration duration, CompletableFuture<Void> over) {
    if (time instanceof WallClock wall) {
      // The clock's few threads may all be callers that wait here, so none of them can end it.
      over.completeOnTimeout(null, wall.toReal(duration).toNanos(), TimeUnit.NANOSECONDS);
    } else {
      Future<?> unused =
          time.executor()
              .schedule(() -> over.complete(null), duration.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
