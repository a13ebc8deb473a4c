package io.github.spotbatch.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Holds each task up for as long as a seed has it, the first one until a caller's start. */
final class JitteredExecutor extends AbstractExecutorService implements ScheduledExecutorService {

  private final ScheduledExecutorService executor;
  private final Random random;
  private final long jitter;
  private long start;

  JitteredExecutor(
      ScheduledExecutorService executor, Random random, Duration start, Duration jitter) {
    this.executor = executor;
    this.random = random;
    this.jitter = jitter.toNanos();
    this.start = start.toNanos();
  }

  private synchronized long heldUp(long delay, TimeUnit unit) {
    long first = start;
    start = 0;
    return first + unit.toNanos(delay) + (long) (jitter * random.nextDouble());
  }

  @Override
  public void execute(Runnable command) {
    schedule(command, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return executor.schedule(command, heldUp(delay, unit), TimeUnit.NANOSECONDS);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return executor.schedule(callable, heldUp(delay, unit), TimeUnit.NANOSECONDS);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
