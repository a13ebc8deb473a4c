package io.github.spotbatch.testing.internal;

import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The events to come, ordered by time, then by the order they were asked for. That order holds on a
 * clock of several threads too, for the clock is asked for one call only: that of the next event.
 * Guarded by the world's lock.
 */
final class Agenda {

  private final TimeKeeper time;
  private final Runnable alarm;
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long sequence;
  private @Nullable Instant alarmAt;
  private @Nullable Future<?> alarmTask;

  /**
   * Makes an empty one.
   *
   * @param alarm is called when an event may be due, and then {@linkplain #takeDue takes} it
   */
  Agenda(TimeKeeper time, Runnable alarm) {
    this.time = time;
    this.alarm = alarm;
  }

  /** One event; there is none any more once it has been taken, or taken back. */
  static final class Entry implements Comparable<Entry> {

    private final Instant due;
    private final long sequence;
    private @Nullable Runnable event;

    Entry(Instant due, long sequence, Runnable event) {
      this.due = due;
      this.sequence = sequence;
      this.event = event;
    }

    @Override
    public int compareTo(Entry other) {
      int byTime = due.compareTo(other.due);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  Entry add(Instant due, Runnable event) {
    Entry entry = new Entry(due, sequence++, event);
    entries.add(entry);
    setAlarm();
    return entry;
  }

  /** Takes an event back; its entry goes when its turn comes. */
  void remove(Entry entry) {
    entry.event = null;
    setAlarm();
  }

  /** Takes the next event, or null if none is due yet. The one after it has its alarm set. */
  @Nullable Runnable takeDue() {
    alarmAt = null;
    Entry next = next();
    Runnable event = null;
    if (next != null && !next.due.isAfter(time.now())) {
      entries.remove();
      event = next.event;
      next.event = null;
    }
    setAlarm();
    return event;
  }

  private @Nullable Entry next() {
    Entry next = entries.peek();
    while (next != null && next.event == null) {
      entries.remove();
      next = entries.peek();
    }
    return next;
  }

  private void setAlarm() {
    Entry next = next();
    Instant wanted = next == null ? null : next.due;
    if (Objects.equals(wanted, alarmAt)) {
      return;
    }
    if (alarmAt != null && alarmTask != null) {
      alarmTask.cancel(false);
    }
    alarmAt = wanted;
    if (wanted != null) {
      Duration delay = Duration.between(time.now(), wanted);
      alarmTask = time.executor().schedule(alarm, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
