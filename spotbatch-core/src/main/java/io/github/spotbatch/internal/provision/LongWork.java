package io.github.spotbatch.internal.provision;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Work of minutes on a thread of the clock, such as the push of an image, which is interrupted when
 * everything else is stopped. Thread-safe.
 */
final class LongWork {

  private final Set<Thread> working = new HashSet<>();
  private final Set<Thread> interrupted = new HashSet<>();
  private boolean stopped;

  <T> T run(Supplier<T> work) {
    Thread thread = Thread.currentThread();
    synchronized (this) {
      if (stopped) {
        throw new CancellationException("stopped");
      }
      working.add(thread);
    }
    try {
      return work.get();
    } finally {
      synchronized (this) {
        working.remove(thread);
        if (interrupted.remove(thread)) {
          // The flag was ours, and the thread is the clock's.
          boolean unused = Thread.interrupted();
        }
      }
    }
  }

  synchronized void stop() {
    stopped = true;
    working.forEach(Thread::interrupt);
    interrupted.addAll(working);
  }
}
