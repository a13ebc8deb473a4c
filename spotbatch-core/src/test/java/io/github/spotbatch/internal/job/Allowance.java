package io.github.spotbatch.internal.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** A service that takes so many calls a second, by a bucket of tokens, from one client or two. */
final class Allowance {

  private final double perSecond;
  private final int burst;
  private double tokens;
  private Instant counted = TestClock.START;

  Allowance(double perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
  }

  /** What a client got of it. */
  record Use(int taken, int throttled, Duration time) {

    /** How much of a limit was used. */
    double share(double limit) {
      return taken / (limit * time.toMillis() / 1_000);
    }

    double throttledShare() {
      return (double) throttled / (taken + throttled);
    }
  }

  /**
   * Makes calls at a rate, each as often as it takes, while another client calls as well.
   *
   * @param otherPerSecond how often the other calls, now and then a bit sooner or later
   */
  Use use(AdaptiveRate rate, int calls, int otherPerSecond) {
    Random random = new Random(1);
    Instant now = TestClock.START;
    Instant other = otherPerSecond == 0 ? Instant.MAX : now;
    int taken = 0;
    int throttled = 0;
    while (taken < calls) {
      now = now.plus(rate.reserve(now));
      for (; !other.isAfter(now); other = other.plusNanos(apart(otherPerSecond, random))) {
        boolean unused = takes(other);
      }
      if (takes(now)) {
        taken++;
        rate.succeeded(now);
      } else {
        throttled++;
        rate.throttled(now);
      }
    }
    return new Use(taken, throttled, Duration.between(TestClock.START, now));
  }

  private static long apart(int perSecond, Random random) {
    return (long) (1e9 / perSecond * (0.5 + random.nextDouble()));
  }

  private boolean takes(Instant now) {
    double since = Duration.between(counted, now).toNanos() / 1e9;
    tokens = Math.min(burst, tokens + since * perSecond);
    counted = now;
    if (tokens < 1 - 1e-6) {
      return false;
    }
    tokens--;
    return true;
  }
}
