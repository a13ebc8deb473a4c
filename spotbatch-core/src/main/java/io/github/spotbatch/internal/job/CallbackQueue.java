package io.github.spotbatch.internal.job;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs users' code in order, one task at a time, on an executor that may have many threads.
 * Thread-safe.
 */
final class CallbackQueue {

  private static final Logger log = LoggerFactory.getLogger(CallbackQueue.class);

  private final Executor executor;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  CallbackQueue(Executor executor) {
    this.executor = executor;
  }

  /** Adds a task; nothing is run yet. */
  void add(Runnable task) {
    tasks.add(task);
  }

  /** Has the tasks run that were added. */
  void run() {
    if (tasks.isEmpty() || !running.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException e) {
      log.warn("the callback executor takes no tasks any more, calling back from the tracker", e);
      drain();
    }
  }

  private void drain() {
    Runnable next = tasks.poll();
    while (next != null) {
      run(next);
      next = tasks.poll();
    }
    running.set(false);
    // A task may have come since the last look, while this still counted as running.
    run();
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.warn("a job listener failed, going on with what comes next", e);
    }
  }
}
