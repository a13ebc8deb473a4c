package io.github.spotbatch.testing.chaos;

import java.time.Duration;

/**
 * What goes wrong with some calls.
 *
 * @param operation such as {@code Describe*}
 * @param duration how late a call is, or how old an answer may be
 * @param rate with what share of the calls
 */
record FaultPlan(String operation, Kind kind, Duration duration, double rate) {

  /** What goes wrong. */
  enum Kind {
    THROTTLE,
    FAIL,
    LOSE_RESPONSE,
    DELAY,
    STALE
  }
}
