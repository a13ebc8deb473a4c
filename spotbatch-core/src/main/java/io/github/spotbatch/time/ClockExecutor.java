package io.github.spotbatch.time;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on as many threads as there is work for, within a bound, while one more thread does
 * nothing but watch the time: a call that AWS is slow to answer holds no other task up. Every delay
 * is divided by the speed.
 */
final class ClockExecutor extends AbstractExecutorService implements ScheduledExecutorService {

  /** A large stack is looked at by so many calls side by side. */
  private static final int MOST_THREADS = 64;

  private static final int IDLE_SECONDS = 10;

  private final double speed;
  private final LongSupplier nanos;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor workers;

  /**
   * Makes one with no threads yet.
   *
   * @param nanos the system's time, from any start
   */
  ClockExecutor(double speed, LongSupplier nanos) {
    this.speed = speed;
    this.nanos = nanos;
    this.timer = new ScheduledThreadPoolExecutor(1, threads("spotbatch-timer-"));
    timer.setRemoveOnCancelPolicy(true);
    this.workers =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads("spotbatch-"));
    workers.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void execute(Runnable command) {
    workers.execute(command);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return new Timed<>(callable, 0).in(realNanos(delay, unit));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return repeated(command, initialDelay, period, unit, 1);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return repeated(command, initialDelay, delay, unit, -1);
  }

  private ScheduledFuture<?> repeated(
      Runnable command, long initialDelay, long period, TimeUnit unit, int sign) {
    if (period <= 0) {
      throw new IllegalArgumentException("period must be above 0, was " + period);
    }
    long between = sign * Math.max(1, realNanos(period, unit));
    return new Timed<>(Executors.callable(command), between).in(realNanos(initialDelay, unit));
  }

  private long realNanos(long delay, TimeUnit unit) {
    return (long) (unit.toNanos(delay) / speed);
  }

  /** Tasks that have not begun are dropped. */
  @Override
  public List<Runnable> shutdownNow() {
    timer.shutdownNow();
    return workers.shutdownNow();
  }

  @Override
  public void shutdown() {
    timer.shutdown();
    workers.shutdown();
  }

  @Override
  public boolean isShutdown() {
    return workers.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return timer.isTerminated() && workers.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long end = nanos.getAsLong() + unit.toNanos(timeout);
    return timer.awaitTermination(timeout, unit)
        && workers.awaitTermination(end - nanos.getAsLong(), TimeUnit.NANOSECONDS);
  }

  /** A task that a worker runs when its time has come. */
  private final class Timed<V> extends FutureTask<V> implements ScheduledFuture<V> {

    /** 0 for once, above from due time to due time, below from the end of a run. */
    private final long period;

    private volatile long due;
    private volatile @Nullable ScheduledFuture<?> alarm;

    Timed(Callable<V> callable, long period) {
      super(callable);
      this.period = period;
    }

    ScheduledFuture<V> in(long delay) {
      due = nanos.getAsLong() + delay;
      if (delay <= 0) {
        workers.execute(this);
      } else {
        alarm = timer.schedule(() -> workers.execute(this), delay, TimeUnit.NANOSECONDS);
      }
      return this;
    }

    @Override
    public void run() {
      if (period == 0) {
        super.run();
      } else if (runAndReset() && !workers.isShutdown()) {
        in(period > 0 ? due + period - nanos.getAsLong() : -period);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      ScheduledFuture<?> waiting = alarm;
      if (waiting != null) {
        waiting.cancel(false);
      }
      return cancelled;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - nanos.getAsLong(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
