package io.github.spotbatch.internal.job;

import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A clock that jumps from task to task in the thread that waits. For one thread. */
final class TestClock implements TimeKeeper {

  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private record Key(Instant due, long sequence) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byTime = due.compareTo(other.due);
      return byTime == 0 ? Long.compare(sequence, other.sequence) : byTime;
    }
  }

  private final TreeMap<Key, Task<?>> tasks = new TreeMap<>();
  private final Executor executor = new Executor();
  private Instant now = START;
  private long sequence;
  private boolean stopped;

  @Override
  public Instant now() {
    return now;
  }

  Duration elapsed() {
    return Duration.between(START, now);
  }

  @Override
  public ScheduledExecutorService executor() {
    return executor;
  }

  @Override
  public <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException {
    while (!future.isDone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (tasks.isEmpty()) {
        throw new IllegalStateException("nothing is left that could end this wait");
      }
      runNext();
    }
    return future.get();
  }

  void advance(Duration duration) {
    Instant end = now.plus(duration);
    while (!tasks.isEmpty() && !tasks.firstKey().due.isAfter(end)) {
      runNext();
    }
    now = end;
  }

  /** Drops what waits, and takes nothing from now on. */
  void stop() {
    stopped = true;
    tasks.clear();
  }

  int pendingTasks() {
    return tasks.size();
  }

  private void runNext() {
    var next = tasks.pollFirstEntry();
    now = next.getKey().due.isAfter(now) ? next.getKey().due : now;
    next.getValue().run();
  }

  private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

    private final Key key;

    Task(Callable<V> callable, Key key) {
      super(callable);
      this.key = key;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      tasks.remove(key);
      return super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(Duration.between(now, key.due));
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  private final class Executor extends AbstractExecutorService implements ScheduledExecutorService {

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
      if (stopped) {
        throw new RejectedExecutionException("the clock has stopped");
      }
      Instant due = now.plusNanos(Math.max(0, unit.toNanos(delay)));
      Task<V> task = new Task<>(callable, new Key(due, sequence++));
      tasks.put(task.key, task);
      return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      return schedule(Executors.callable(command), delay, unit);
    }

    @Override
    public void execute(Runnable command) {
      schedule(command, 0, TimeUnit.NANOSECONDS);
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
}
