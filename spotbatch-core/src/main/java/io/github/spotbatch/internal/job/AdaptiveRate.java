package io.github.spotbatch.internal.job;

import java.time.Duration;
import java.time.Instant;

/**
 * How many calls of an operation may begin in a second, learnt from how AWS answers.
 *
 * <p>Calls are spread evenly. A throttled one cuts the rate by 15 %; so much success later as fills
 * four seconds it is back just under where it was throttled, stays there for a while, and then
 * feels its way up: a tenth more after a minute, and the further the faster. Nothing but calls that
 * had to wait for their turn brings it up, so that neither a pause nor few calls do. It makes no
 * claim to all that AWS allows: where another process takes its part, the throttling that this
 * causes lets both come to rest.
 *
 * <p>It reads no clock: whoever calls says what time it is. Thread-safe.
 */
final class AdaptiveRate {

  private static final double CUT = 0.85;
  private static final double JUST_UNDER = 0.985;
  private static final double LEAST = 0.5;

  /** Seconds until the rate is back, and from then until it is a tenth above. */
  private static final double RETURN = 4;

  private static final double PROBE = 60;
  private static final double PROBE_SHARE = 0.1;

  /** Calls that were under way when the rate was cut say nothing of the new one. */
  private static final Duration DEAF = Duration.ofMillis(250);

  /** Where the last throttling was, more or less. */
  private double ceiling;

  /** Seconds of calls at full rate since the last cut. */
  private double grown = RETURN;

  private Instant next = Instant.MIN;
  private Instant deafUntil = Instant.MIN;
  private boolean calledFor;

  private AdaptiveRate(double perSecond) {
    this.ceiling = perSecond;
  }

  /**
   * A rate that has not been throttled yet.
   *
   * @param perSecond how many calls a second it begins with, above 0
   */
  static AdaptiveRate startingAt(double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate is above 0 a second, was " + perSecond);
    }
    return new AdaptiveRate(perSecond);
  }

  /** The rate now, in calls a second. */
  synchronized double perSecond() {
    double left = Math.max(0, RETURN - grown) / RETURN;
    double above = Math.max(0, grown - RETURN) / PROBE;
    double share = 1 - (1 - CUT) * cube(left) + PROBE_SHARE * cube(above);
    return Math.max(LEAST, ceiling * share);
  }

  /** Takes the next free place and says how far away it is. */
  synchronized Duration reserve(Instant now) {
    calledFor = next.isAfter(now);
    Instant turn = calledFor ? next : now;
    next = turn.plusNanos((long) (1e9 / perSecond()));
    return Duration.between(now, turn);
  }

  /** AWS refused a call as one too many. */
  synchronized void throttled(Instant now) {
    if (now.isBefore(deafUntil)) {
      return;
    }
    double rate = perSecond();
    boolean wasBack = grown >= RETURN;
    ceiling = Math.max(LEAST, rate * (wasBack ? JUST_UNDER : (1 + CUT) / 2));
    grown = 0;
    deafUntil = now.plus(DEAF);
  }

  /** AWS took a call, which shows something only if calls had to wait. */
  synchronized void succeeded(Instant now) {
    if (calledFor) {
      grown += 1 / perSecond();
    }
  }

  private static double cube(double value) {
    return value * value * value;
  }
}
