package io.github.spotbatch.time;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The system's clock, at its own speed or a multiple of it.
 *
 * <p>At speed 100 one real second counts as 100: {@link #now()} runs that much faster and every
 * delay ends that much sooner, which is how an embedded AWS shows an hour in 36 seconds.
 * Thread-safe.
 */
public final class WallClock implements TimeKeeper, AutoCloseable {

  private final double speed;
  private final Instant startedAt;
  private final long startedNanos;
  private final ClockExecutor executor;

  private WallClock(double speed) {
    this.speed = speed;
    this.startedAt = Instant.now();
    this.startedNanos = System.nanoTime();
    this.executor = new ClockExecutor(speed, System::nanoTime);
  }

  /**
   * The system's clock at its own speed.
   *
   * @return a new clock with its own daemon threads, which end when they have had nothing to do
   */
  public static WallClock create() {
    return new WallClock(1);
  }

  /**
   * The system's clock, faster or slower.
   *
   * @param speed simulated seconds per real second, above 0; 1 is the system's own speed
   * @return a new clock with its own daemon threads, which end when they have had nothing to do
   * @throws IllegalArgumentException if the speed is not a positive number
   */
  public static WallClock scaled(double speed) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed must be a positive number, was " + speed);
    }
    return new WallClock(speed);
  }

  /**
   * How much faster than the system's clock this one runs.
   *
   * @return simulated seconds per real second
   */
  public double speed() {
    return speed;
  }

  @Override
  public Instant now() {
    return startedAt.plusNanos((long) ((System.nanoTime() - startedNanos) * speed));
  }

  @Override
  public ScheduledExecutorService executor() {
    return executor;
  }

  @Override
  public <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException {
    return future.get();
  }

  /**
   * How long a duration of this clock takes in the system's time.
   *
   * @param duration a duration of this clock
   * @return the real duration
   */
  public Duration toReal(Duration duration) {
    return Duration.ofNanos((long) (duration.toNanos() / speed));
  }

  /** Stops the clock's threads; tasks that have not begun are dropped. */
  @Override
  public void close() {
    List<Runnable> dropped = executor.shutdownNow();
  }
}
