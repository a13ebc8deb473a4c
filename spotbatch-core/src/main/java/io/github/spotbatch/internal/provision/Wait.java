package io.github.spotbatch.internal.provision;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How something is waited for.
 *
 * @param name what it is called in events
 * @param pace how long the pauses are
 * @param atMost when to give up
 * @param passing which failures are expected to pass by themselves
 * @param times how many tries there are at the most; 0 for as many as the time allows
 */
record Wait(String name, Pace pace, Duration atMost, Predicate<Throwable> passing, int times) {

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration WRITE = Duration.ofMillis(250);
  private static final Duration FAILURE = Duration.ofSeconds(1);

  /** Looks again until something is as it should be. */
  static Wait looking(String name, Duration longest, Duration atMost) {
    return new Wait(name, Pace.growing(LOOK, longest), atMost, failure -> false, 0);
  }

  /** Asks again while AWS refuses for a reason that passes. */
  static Wait refused(
      String name, Duration longest, Duration atMost, Predicate<Throwable> passing) {
    return new Wait(name, Pace.growing(WRITE, longest), atMost, passing, 0);
  }

  /** Tries again some times after a failure that may not come again. */
  static Wait failing(String name, int times, Duration atMost, Predicate<Throwable> passing) {
    return new Wait(name, Pace.doubling(FAILURE, FAILURE.multipliedBy(8)), atMost, passing, times);
  }

  /** As it is, with pauses that double, for what costs many calls. */
  Wait doubling(Duration first, Duration longest) {
    return new Wait(name, Pace.doubling(first, longest), atMost, passing, times);
  }
}
