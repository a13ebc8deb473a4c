package io.github.spotbatch.testing.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The events to come, ordered by time, then by the order they were asked for. That order holds
 * whatever thread of a pool is the first to get the world's lock. Guarded by that lock.
 */
final class Agenda {

  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::due).thenComparingLong(Entry::sequence);

  private final NavigableSet<Entry> entries = new TreeSet<>(ORDER);
  private long sequence;

  record Entry(Instant due, long sequence, Runnable event) {}

  Entry add(Instant due, Runnable event) {
    Entry entry = new Entry(due, sequence++, event);
    entries.add(entry);
    return entry;
  }

  void remove(Entry entry) {
    entries.remove(entry);
  }

  /** An event is due, and with it all before it that no thread has come round to yet. */
  void due(Entry entry, Consumer<Runnable> run) {
    while (entries.contains(entry)) {
      run.accept(entries.pollFirst().event());
    }
  }
}
