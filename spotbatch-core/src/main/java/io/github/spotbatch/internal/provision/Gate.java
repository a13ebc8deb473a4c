package io.github.spotbatch.internal.provision;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets calls through until it is closed, and knows when the last one is done. Whoever stops in the
 * middle can so be sure that nothing is made afterwards.
 */
final class Gate {

  private final CompletableFuture<Void> quiet = new CompletableFuture<>();
  private int passing;
  private boolean closed;

  <T> T pass(Supplier<T> call) {
    synchronized (this) {
      if (closed) {
        throw new CancellationException("stopped");
      }
      passing++;
    }
    try {
      return call.get();
    } finally {
      synchronized (this) {
        passing--;
        completeIfQuiet();
      }
    }
  }

  /** Lets nothing more through. The future is done when the calls under way have ended. */
  synchronized CompletableFuture<Void> close() {
    closed = true;
    completeIfQuiet();
    return quiet;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private void completeIfQuiet() {
    if (closed && passing == 0) {
      quiet.complete(null);
    }
  }
}
