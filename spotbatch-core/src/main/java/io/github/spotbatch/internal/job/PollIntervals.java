package io.github.spotbatch.internal.job;

import java.time.Duration;

/**
 * How long to wait before a job is asked for again: a third of the time for which its state has not
 * changed, within bounds. Jobs that have changed lately share a third of the calls that may begin:
 * many at once are asked for less often than the shortest interval says.
 *
 * @param min the shortest interval
 * @param max the longest
 * @param callsPerSecond how many calls may begin in a second, unless AWS throttles them
 */
public record PollIntervals(Duration min, Duration max, int callsPerSecond) {

  /** No limit of DescribeJobs is documented. */
  private static final int CALLS_PER_SECOND = 10;

  private static final int SHARE = 3;

  /** While events tell of a job, looks at it are for the case that they cease. */
  private static final int SAFETY_NET = 5;

  /** The library's own. */
  public static final PollIntervals DEFAULT =
      new PollIntervals(Duration.ofSeconds(1), Duration.ofSeconds(60));

  public PollIntervals {
    if (min.toMillis() < 1) {
      throw new IllegalArgumentException("the shortest poll interval must be 1 ms or more: " + min);
    }
    if (max.compareTo(min) < 0) {
      throw new IllegalArgumentException(
          "the longest poll interval must not be shorter than the shortest, %s: %s"
              .formatted(min, max));
    }
    if (callsPerSecond < 1) {
      throw new IllegalArgumentException(
          "at least 1 call must be allowed in a second, was " + callsPerSecond);
    }
  }

  /** With the rate that the library begins with. */
  public PollIntervals(Duration min, Duration max) {
    this(min, max, CALLS_PER_SECOND);
  }

  /** The same with another rate. */
  public PollIntervals withCallsPerSecond(int calls) {
    return new PollIntervals(min, max, calls);
  }

  /** The same with other bounds. */
  public PollIntervals between(Duration shortest, Duration longest) {
    return new PollIntervals(shortest, longest, callsPerSecond);
  }

  /** Whether a job's state has changed so lately that the longest interval is too long for it. */
  boolean young(long unchangedMillis) {
    return unchangedMillis / SHARE < max.toMillis();
  }

  /**
   * The time between two looks in milliseconds.
   *
   * @param young how many jobs have changed lately
   */
  long after(long unchangedMillis, int young) {
    long jobsPerSecond = (long) JobTracker.JOBS_PER_CALL * callsPerSecond;
    long round = 1000L * young * SHARE / jobsPerSecond;
    long wanted = Math.max(unchangedMillis / SHARE, round);
    return Math.max(min.toMillis(), Math.min(max.toMillis(), wanted));
  }

  /** The same for a job that events tell of. */
  long withEvents() {
    return SAFETY_NET * max.toMillis();
  }
}
