package io.github.spotbatch.testing.internal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What has happened in a world, the latest last; of very many entries the first are dropped. */
public final class Timeline {

  private static final int MAX_ENTRIES = 10_000;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * One change of state.
   *
   * @param time on the world's clock
   * @param kind such as {@code job}
   * @param name the one that changed
   * @param change from what to what, and why
   */
  public record Entry(Instant time, String kind, String name, String change) {}

  synchronized void add(Instant time, String kind, String name, String change) {
    if (entries.size() == MAX_ENTRIES) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(time, kind, name, change));
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }
}
