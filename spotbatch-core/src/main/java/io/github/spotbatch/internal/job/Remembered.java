package io.github.spotbatch.internal.job;

import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What was read of AWS, by the name that it was asked for. It is read again when somebody asks ten
 * minutes later, and whoever asks while it is being read waits for the same read. Of more than a
 * thousand names the one that was asked for longest ago goes. Thread-safe.
 */
final class Remembered<V> {

  static final Duration KEPT = Duration.ofMinutes(10);
  static final int MOST = 1_000;

  /** What somebody asked for; not remembered if asking for it is what made it be read. */
  record Answer<V>(CompletableFuture<V> value, boolean remembered) {

    /** Whether the value is there already, and is such a one. */
    boolean isAlready(Predicate<V> such) {
      return value.isDone() && !value.isCompletedExceptionally() && such.test(value.join());
    }
  }

  private record Entry<V>(CompletableFuture<V> value, Instant until) {}

  private final TimeKeeper time;

  /** In the order of use. Guarded by itself; nothing is called while it is held. */
  private final Map<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  Remembered(TimeKeeper time) {
    this.time = time;
  }

  /** What is remembered, or is read now, on the time keeper's executor. */
  Answer<V> get(String name, Supplier<V> read) {
    Instant now = time.now();
    CompletableFuture<V> value = new CompletableFuture<>();
    synchronized (entries) {
      Entry<V> entry = entries.get(name);
      if (entry != null && now.isBefore(entry.until)) {
        return new Answer<>(entry.value, true);
      }
      put(name, new Entry<>(value, now.plus(KEPT)));
    }
    try {
      Future<?> unused = value.completeAsync(read, time.executor());
    } catch (RejectedExecutionException e) {
      value.completeExceptionally(e);
    }
    return new Answer<>(value, false);
  }

  /** Remembers a value for as long as there is room, whatever is read. */
  void keep(String name, V value) {
    synchronized (entries) {
      put(name, new Entry<>(CompletableFuture.completedFuture(value), Instant.MAX));
    }
  }

  void forget(String name) {
    synchronized (entries) {
      entries.remove(name);
    }
  }

  private void put(String name, Entry<V> entry) {
    entries.put(name, entry);
    if (entries.size() > MOST) {
      Iterator<String> oldestFirst = entries.keySet().iterator();
      oldestFirst.next();
      oldestFirst.remove();
    }
  }
}
