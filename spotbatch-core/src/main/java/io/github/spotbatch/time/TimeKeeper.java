package io.github.spotbatch.time;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Tells the time, runs tasks and timers, and lets a caller wait.
 *
 * <p>Implementations are thread-safe. A task that runs on {@link #executor()} never waits for time
 * to pass or for another task; it schedules what comes next and returns. Only callers wait, by
 * {@link #await}.
 *
 * @see WallClock
 */
public interface TimeKeeper {

  /**
   * The current time.
   *
   * @return the time of this clock, which need not be the system's
   */
  Instant now();

  /**
   * Where AWS calls and timers run. Delays are in this clock's time.
   *
   * @return the executor, which belongs to this object: do not shut it down
   */
  ScheduledExecutorService executor();

  /**
   * Waits until a future is done. On a virtual clock this is what moves the time.
   *
   * @param future what to wait for; completed by tasks of {@link #executor()}
   * @param <T> the future's type
   * @return the future's value
   * @throws InterruptedException if the calling thread is interrupted while it waits
   * @throws ExecutionException if the future failed; the cause is the failure
   * @throws IllegalStateException on a virtual clock, if nothing is left that could complete the
   *     future
   */
  <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException;
}
