package io.github.spotbatch.internal.provision;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How something is waited for.
 *
 * @param first the pause after the first look
 * @param longest what the pauses double up to
 * @param atMost when to give up
 * @param passing which failures are expected to pass by themselves
 */
record Wait(Duration first, Duration longest, Duration atMost, Predicate<Throwable> passing) {

  static Wait of(Duration first, Duration longest, Duration atMost) {
    return new Wait(first, longest, atMost, failure -> false);
  }

  Wait whilePassing(Predicate<Throwable> failures) {
    return new Wait(first, longest, atMost, failures);
  }
}
