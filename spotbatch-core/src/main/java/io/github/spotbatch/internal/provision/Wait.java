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
 * @param times how many tries there are at the most; 0 for as many as the time allows
 */
record Wait(
    Duration first, Duration longest, Duration atMost, Predicate<Throwable> passing, int times) {

  static Wait of(Duration first, Duration longest, Duration atMost) {
    return new Wait(first, longest, atMost, failure -> false, 0);
  }

  Wait whilePassing(Predicate<Throwable> failures) {
    return new Wait(first, longest, atMost, failures, times);
  }

  Wait within(Duration longestTime) {
    return new Wait(first, longest, longestTime, passing, times);
  }

  Wait atMostTimes(int tries) {
    return new Wait(first, longest, atMost, passing, tries);
  }
}
