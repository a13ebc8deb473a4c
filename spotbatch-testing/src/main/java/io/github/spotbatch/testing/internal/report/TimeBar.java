package io.github.spotbatch.testing.internal.report;

import io.github.spotbatch.testing.internal.RelativeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** A stretch of time as a line of characters; what is drawn later hides what was there. */
final class TimeBar {

  static final int COLUMNS = 60;

  private final Instant from;
  private final long nanosPerColumn;
  private final char[] columns = new char[COLUMNS];

  TimeBar(Instant from, Instant to) {
    this.from = from;
    this.nanosPerColumn = Math.max(1, Duration.between(from, to).toNanos() / COLUMNS + 1);
    Arrays.fill(columns, ' ');
  }

  /** What stands above the bars of this stretch. */
  static String head(Instant start, Instant from, Instant to) {
    String first = RelativeTime.of(start, from);
    String last = RelativeTime.of(start, to);
    return "|" + first + " ".repeat(COLUMNS - first.length() - last.length()) + last + "|";
  }

  void fill(Instant since, Instant until, char sign) {
    long last = column(until.minusNanos(1));
    for (int i = column(since); i <= last; i++) {
      columns[i] = sign;
    }
  }

  void mark(Instant when, char sign) {
    columns[column(when)] = sign;
  }

  /** Adds to each column how much of it lies between two times, times a weight. */
  void addTo(double[] load, Instant since, Instant until, double weight) {
    long begin = nanos(since);
    long end = nanos(until);
    for (int i = column(since); i <= column(until); i++) {
      long left = Math.max(begin, i * nanosPerColumn);
      long rest = Math.min(end, (i + 1) * nanosPerColumn) - left;
      load[i] += Math.max(0, rest) * weight / nanosPerColumn;
    }
  }

  /** Draws a sign wherever a load is above a bound. */
  void draw(double[] load, double bound, char sign) {
    for (int i = 0; i < COLUMNS; i++) {
      if (load[i] > bound) {
        columns[i] = sign;
      }
    }
  }

  private int column(Instant time) {
    return (int) Math.max(0, Math.min(COLUMNS - 1, nanos(time) / nanosPerColumn));
  }

  private long nanos(Instant time) {
    return Duration.between(from, time).toNanos();
  }

  @Override
  public String toString() {
    return "|" + new String(columns) + "|";
  }
}
