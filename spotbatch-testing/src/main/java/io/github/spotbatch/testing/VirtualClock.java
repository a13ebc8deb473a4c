package io.github.spotbatch.testing;

import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until somebody waits, and then jumps from event to event.
 *
 * <p>Everything that is to happen sits in one queue ordered by time, then by the order it was asked
 * for, and is run by the thread that waits. So hours pass in milliseconds, and the same program
 * gives the same run. Thread-safe; a run is reproducible as long as one thread drives it.
 */
public final class VirtualClock implements TimeKeeper {

  /** Where a virtual clock starts unless told otherwise. */
  public static final Instant DEFAULT_START = Instant.parse("2030-01-01T00:00:00Z");

  private static final int MAX_EVENTS_PER_WAIT = 50_000_000;
  private static final int MANY_CANCELLED = 1_000;

  private final Object lock = new Object();
  private final ReentrantLock driving = new ReentrantLock();
  private final PriorityQueue<VirtualTask<?>> events = new PriorityQueue<>();
  private final VirtualExecutor executor = new VirtualExecutor(this);
  private Instant now;
  private long sequence;
  private int cancelled;

  private VirtualClock(Instant start) {
    this.now = start;
  }

  /**
   * A clock that stands at {@link #DEFAULT_START}.
   *
   * @return a new clock
   */
  public static VirtualClock create() {
    return startingAt(DEFAULT_START);
  }

  /**
   * A clock that stands at a given time.
   *
   * @param start the first time it shows
   * @return a new clock
   */
  public static VirtualClock startingAt(Instant start) {
    return new VirtualClock(start);
  }

  @Override
  public Instant now() {
    synchronized (lock) {
      return now;
    }
  }

  @Override
  public ScheduledExecutorService executor() {
    return executor;
  }

  @Override
  public <T> T await(CompletableFuture<T> future) throws InterruptedException, ExecutionException {
    for (int i = 0; !future.isDone(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (i == MAX_EVENTS_PER_WAIT) {
        throw new IllegalStateException(
            "gave up waiting after " + i + " events; the virtual clock shows " + now());
      }
      if (!runNext(null) && !future.isDone()) {
        throw new IllegalStateException(
            "nothing is left to happen that could end this wait; the virtual clock shows " + now());
      }
    }
    return future.get();
  }

  /**
   * Lets time pass, with all that happens in it.
   *
   * @param duration how long; not negative
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + duration);
    }
    Instant end = now().plus(duration);
    while (runNext(end)) {
      // Each event is run by the check itself.
    }
    synchronized (lock) {
      now = now.isBefore(end) ? end : now;
    }
  }

  /** Lets everything happen that is still to happen, however late. */
  public void runUntilIdle() {
    for (int i = 0; runNext(null); i++) {
      if (i == MAX_EVENTS_PER_WAIT) {
        throw new IllegalStateException(
            "not idle after " + i + " events; the virtual clock shows " + now());
      }
    }
  }

  <V> VirtualTask<V> schedule(Callable<V> callable, Duration delay, Duration period) {
    synchronized (lock) {
      Instant due = now.plus(delay.isNegative() ? Duration.ZERO : delay);
      VirtualTask<V> task = new VirtualTask<>(this, callable, due, sequence++, period);
      events.add(task);
      return task;
    }
  }

  void again(VirtualTask<?> task) {
    synchronized (lock) {
      task.due = now.plus(task.period);
      task.sequence = sequence++;
      events.add(task);
    }
  }

  /** A cancelled event goes when its turn comes, or with many others. */
  void cancelled() {
    synchronized (lock) {
      cancelled++;
      if (cancelled > MANY_CANCELLED && cancelled > events.size() / 2) {
        events.removeIf(VirtualTask::isCancelled);
        cancelled = 0;
      }
    }
  }

  /**
   * Runs the next event, unless there is none or it is after the end. Of several waiting threads
   * one at a time does so: the event under way may be what the others wait for.
   */
  private boolean runNext(@Nullable Instant end) {
    driving.lock();
    try {
      VirtualTask<?> next = takeNext(end);
      if (next != null) {
        next.run();
      }
      return next != null;
    } finally {
      driving.unlock();
    }
  }

  private @Nullable VirtualTask<?> takeNext(@Nullable Instant end) {
    synchronized (lock) {
      VirtualTask<?> next = events.peek();
      while (next != null && next.isCancelled()) {
        events.remove();
        next = events.peek();
      }
      if (next == null || (end != null && next.due.isAfter(end))) {
        return null;
      }
      events.remove();
      now = next.due.isAfter(now) ? next.due : now;
      return next;
    }
  }
}
