package io.github.spotbatch.internal.provision;

import java.time.Duration;

/** Carries the last failure of a wait, with how often and how long it was tried. */
final class GaveUp extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GaveUp(String wait, int tries, Duration elapsed, Throwable cause) {
    super("tried %d times in %s s (%s)".formatted(tries, elapsed.toMillis() / 1000.0, wait), cause);
  }
}
