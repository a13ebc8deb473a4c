package io.github.spotbatch.testing.internal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A timeline for people: a line for each entry, its columns aligned. */
public final class TimelineText {

  private static final int WIDEST_NAME = 60;
  private static final Pattern UUID =
      Pattern.compile("\\b(\\p{XDigit}{8})(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b");
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Instant start;
  private final List<Timeline.Entry> entries;
  private final long dropped;
  private final Map<String, String> names = new HashMap<>();

  private TimelineText(Instant start, List<Timeline.Entry> entries, long dropped) {
    this.start = start;
    this.entries = entries;
    this.dropped = dropped;
  }

  /** The text of a timeline that began at a time. */
  public static String of(Timeline timeline, Instant start) {
    return new TimelineText(start, timeline.entries(), timeline.dropped()).text();
  }

  private String text() {
    StringBuilder text = new StringBuilder("Timeline since ").append(start).append(" (UTC)");
    if (entries.isEmpty()) {
      text.append(": nothing has happened");
    }
    if (dropped > 0) {
      text.append("; ").append(dropped).append(" earlier entries are no longer kept");
    }
    text.append('\n');
    int time = widest(entry -> relative(entry.time()));
    int kind = widest(Timeline.Entry::kind);
    int name = Math.min(WIDEST_NAME, widest(this::name));
    for (Timeline.Entry entry : entries) {
      String since = relative(entry.time());
      String line =
          String.join(
              "  ",
              " ".repeat(time - since.length()) + since,
              CLOCK.format(entry.time()),
              padded(entry.kind(), kind),
              padded(name(entry), name),
              entry.change());
      text.append(line.stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** The first digits of a job's id are enough to tell it from others. */
  private String name(Timeline.Entry entry) {
    return names.computeIfAbsent(entry.name(), name -> UUID.matcher(name).replaceAll("$1"));
  }

  private int widest(Function<Timeline.Entry, String> column) {
    return entries.stream().mapToInt(entry -> column.apply(entry).length()).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String relative(Instant time) {
    return RelativeTime.of(start, time);
  }
}
