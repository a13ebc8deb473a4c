package io.github.spotbatch.testing;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What a world has handed out and closes at its end, the latest first. Thread-safe. */
final class Owned {

  private final Deque<AutoCloseable> all = new ConcurrentLinkedDeque<>();

  <T extends AutoCloseable> T own(T closeable) {
    all.push(closeable);
    return closeable;
  }

  /** Closes all, also after one that fails. */
  void close() {
    IllegalStateException failure = new IllegalStateException("could not close all of the world");
    for (AutoCloseable it = all.poll(); it != null; it = all.poll()) {
      try {
        it.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
