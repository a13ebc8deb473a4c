package io.github.spotbatch.internal.job;

import java.time.Duration;

/**
 * How long to wait before a job is asked for again: an eighth of the time for which its state has
 * not changed, within bounds, so that news is never older than an eighth of what it ended.
 */
public record PollIntervals(Duration min, Duration max) {

  public static final PollIntervals DEFAULT =
      new PollIntervals(Duration.ofSeconds(1), Duration.ofSeconds(30));

  public PollIntervals {
    if (min.toMillis() < 1) {
      throw new IllegalArgumentException("the shortest poll interval must be 1 ms or more: " + min);
    }
    if (max.compareTo(min) < 0) {
      throw new IllegalArgumentException(
          "the longest poll interval must not be shorter than the shortest, %s: %s"
              .formatted(min, max));
    }
  }

  Duration after(Duration unchangedFor) {
    Duration wanted = unchangedFor.dividedBy(8);
    Duration bounded = wanted.compareTo(max) > 0 ? max : wanted;
    return bounded.compareTo(min) < 0 ? min : bounded;
  }
}
