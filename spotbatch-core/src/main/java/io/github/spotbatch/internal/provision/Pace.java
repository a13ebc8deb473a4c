package io.github.spotbatch.internal.provision;

import java.time.Duration;

/** How long the pauses of a wait are. */
@FunctionalInterface
interface Pace {

  /**
   * The pause before the next try.
   *
   * @param tries how many there have been; at least 1
   * @param elapsed since the first one began
   */
  Duration pause(int tries, Duration elapsed);

  /**
   * A share of the time so far, within bounds: an eighth in the first second, so that what is short
   * is seen at once, and half of it afterwards, so that what takes long costs few calls.
   */
  static Pace growing(Duration shortest, Duration longest) {
    return (tries, elapsed) ->
        within(elapsed.dividedBy(elapsed.toSeconds() < 1 ? 8 : 2), shortest, longest);
  }

  /** Each pause is twice the one before: for what costs AWS more than a look. */
  static Pace doubling(Duration first, Duration longest) {
    return (tries, elapsed) ->
        within(first.multipliedBy(1L << Math.min(tries - 1, 30)), first, longest);
  }

  private static Duration within(Duration wanted, Duration shortest, Duration longest) {
    Duration bounded = wanted.compareTo(longest) > 0 ? longest : wanted;
    return bounded.compareTo(shortest) < 0 ? shortest : bounded;
  }
}
