package io.github.spotbatch.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An event of the virtual clock: ordered by time, then by the order it was asked for. */
final class VirtualTask<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {

  private final VirtualClock clock;
  final Duration period;
  Instant due;
  long sequence;

  VirtualTask(
      VirtualClock clock, Callable<V> callable, Instant due, long sequence, Duration period) {
    super(callable);
    this.clock = clock;
    this.due = due;
    this.sequence = sequence;
    this.period = period;
  }

  @Override
  public boolean isPeriodic() {
    return !period.isZero();
  }

  @Override
  public void run() {
    if (!isPeriodic()) {
      super.run();
    } else if (runAndReset()) {
      clock.again(this);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      clock.cancelled();
    }
    return cancelled;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(Duration.between(clock.now(), due));
  }

  @Override
  public int compareTo(Delayed other) {
    VirtualTask<?> that = (VirtualTask<?>) other;
    int byTime = due.compareTo(that.due);
    return byTime != 0 ? byTime : Long.compare(sequence, that.sequence);
  }
}
