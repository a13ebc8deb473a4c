package io.github.spotbatch.testing.internal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * What has happened in a world, the latest last: changes of state, and the requests that change
 * something or are refused. Of very many entries the first are dropped.
 */
public final class Timeline {

  static final int MAX_ENTRIES = 10_000;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long dropped;

  /**
   * One change of state, or one request.
   *
   * @param time on the world's clock
   * @param kind such as {@code job} or {@code request}
   * @param name the one that changed, or service and operation
   * @param text from what to what and why, or what was asked; made when it is read
   */
  public record Entry(Instant time, String kind, String name, Supplier<String> text) {

    public String change() {
      return text.get();
    }
  }

  synchronized void add(Instant time, String kind, String name, Supplier<String> text) {
    entries.addLast(new Entry(time, kind, name, text));
    if (entries.size() > MAX_ENTRIES) {
      entries.removeFirst();
      dropped++;
    }
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** How many there were that are no longer held. */
  synchronized long dropped() {
    return dropped;
  }
}
