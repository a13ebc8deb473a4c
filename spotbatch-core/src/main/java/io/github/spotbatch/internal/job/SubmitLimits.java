package io.github.spotbatch.internal.job;

import java.time.Duration;

/**
 * How fast jobs are submitted, and how far AWS's answers are trusted.
 *
 * @param callsPerSecond how many calls of SubmitJob a second it begins with
 * @param staleReadBound how far listings lag behind at most
 */
public record SubmitLimits(double callsPerSecond, Duration staleReadBound) {

  /** AWS documents 50 calls of SubmitJob a second, and no bound for listings. */
  public static final SubmitLimits DEFAULT = new SubmitLimits(50, Duration.ofSeconds(60));

  /** Checks the bounds. */
  public SubmitLimits {
    if (!(callsPerSecond > 0) || callsPerSecond > 100_000) {
      throw new IllegalArgumentException(
          "the rate of SubmitJob is above 0 and at most 100000 a second, was " + callsPerSecond);
    }
    if (staleReadBound.isNegative() || staleReadBound.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "the bound of stale reads is from 0 to 1 hour, was " + staleReadBound);
    }
  }

  /** The same with another rate. */
  public SubmitLimits withCallsPerSecond(double callsPerSecond) {
    return new SubmitLimits(callsPerSecond, staleReadBound);
  }

  /** The same with another bound. */
  public SubmitLimits withStaleReadBound(Duration staleReadBound) {
    return new SubmitLimits(callsPerSecond, staleReadBound);
  }
}
