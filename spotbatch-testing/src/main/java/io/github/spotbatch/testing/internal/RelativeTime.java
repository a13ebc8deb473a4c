package io.github.spotbatch.testing.internal;

import java.time.Duration;
import java.time.Instant;

/** Times for people who want to know how long it took. */
public final class RelativeTime {

  private RelativeTime() {}

  /** Hours, minutes, seconds and milliseconds since the start, such as {@code +0:13:40.000}. */
  public static String of(Instant start, Instant time) {
    Duration since = Duration.between(start, time);
    StringBuilder text = new StringBuilder("+").append(since.toHours()).append(':');
    append(text, since.toMinutesPart(), 2).append(':');
    append(text, since.toSecondsPart(), 2).append('.');
    return append(text, since.toMillisPart(), 3).toString();
  }

  /** By hand, for a timeline has very many of them. */
  private static StringBuilder append(StringBuilder text, int number, int digits) {
    String plain = Integer.toString(number);
    return text.append("0".repeat(digits - plain.length())).append(plain);
  }
}
