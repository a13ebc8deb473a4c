package io.github.spotbatch.time;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The system's clock, at its own speed or a multiple of it.
 *
 * <p>At speed 100 one real second counts as 100: {@link #now()} runs that much faster and every
 * delay ends that much sooner, which is how an embedded AWS shows an hour in 36 seconds.
 * Thread-safe.
 */
public final class WallClock implements TimeKeeper, AutoCloseable {

  private static final int THREADS = 8;

  private final double speed;
  private final Instant startedAt;
  private final long startedNanos;
  private final ScheduledThreadPoolExecutor pool;
  private final ScheduledExecutorService executor;

  private WallClock(double speed) {
    this.speed = speed;
    this.startedAt = Instant.now();
    this.startedNanos = System.nanoTime();
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "spotbatch-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.setRemoveOnCancelPolicy(true);
    this.executor = speed == 1 ? pool : new Scaled(pool, speed);
  }

  /**
   * The system's clock at its own speed.
   *
   * @return a new clock with its own small pool of daemon threads
   */
  public static WallClock create() {
    return new WallClock(1);
  }

  /**
   * The system's clock, faster or slower.
   *
   * @param speed simulated seconds per real second, above 0; 1 is the system's own speed
   * @return a new clock with its own small pool of daemon threads
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
    pool.shutdownNow();
  }

  /** The pool with every delay divided by the speed. */
  private static final class Scaled extends AbstractExecutorService
      implements ScheduledExecutorService {

    private final ScheduledExecutorService pool;
    private final double speed;

    Scaled(ScheduledExecutorService pool, double speed) {
      this.pool = pool;
      this.speed = speed;
    }

    private long realNanos(long delay, TimeUnit unit) {
      return (long) (unit.toNanos(delay) / speed);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      return pool.schedule(command, realNanos(delay, unit), TimeUnit.NANOSECONDS);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
      return pool.schedule(callable, realNanos(delay, unit), TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        Runnable command, long initialDelay, long period, TimeUnit unit) {
      return pool.scheduleAtFixedRate(
          command,
          realNanos(initialDelay, unit),
          Math.max(1, realNanos(period, unit)),
          TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable command, long initialDelay, long delay, TimeUnit unit) {
      return pool.scheduleWithFixedDelay(
          command,
          realNanos(initialDelay, unit),
          Math.max(1, realNanos(delay, unit)),
          TimeUnit.NANOSECONDS);
    }

    @Override
    public void execute(Runnable command) {
      pool.execute(command);
    }

    @Override
    public void shutdown() {
      pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
      return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
      return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
      return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
      return pool.awaitTermination(timeout, unit);
    }
  }
}
