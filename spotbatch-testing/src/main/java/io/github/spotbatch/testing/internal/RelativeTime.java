package io.github.spotbatch.testing.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Times for people who want to know how long it took. */
public final class RelativeTime {

  private RelativeTime() {}

  /** Hours, minutes, seconds and milliseconds since the start, such as {@code +0:13:40.000}. */
  public static String of(Instant start, Instant time) {
    Duration since = Duration.between(start, time);
    return String.format(
        Locale.ROOT,
        "+%d:%02d:%02d.%03d",
        since.toHours(),
        since.toMinutesPart(),
        since.toSecondsPart(),
        since.toMillisPart());
  }
}
