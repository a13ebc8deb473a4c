package io.github.spotbatch.testing.internal.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A place between two events of a stream, and the direction to read from there. At either end the
 * token of that direction repeats itself, which is how a reader knows that it is there.
 *
 * @param place how many events lie before it
 */
record LogCursor(boolean forward, int place) {

  // A page ends before its megabyte is full, however many events were asked for.
  private static final int MAX_BYTES = 1_048_576;
  private static final int BYTES_PER_EVENT = 26;

  /** The events of one page and the tokens of its neighbours. */
  record Window(List<LogEvent> events, String forwardToken, String backwardToken) {}

  /** Where a reader without a token begins: at the oldest events, or at the newest. */
  static LogCursor start(boolean fromHead, int size) {
    return fromHead ? new LogCursor(true, 0) : new LogCursor(false, size);
  }

  /** Empty: this is no token of ours. */
  static Optional<LogCursor> parse(String token) {
    return token.matches("[fb]/\\d{56}/s") && token.substring(2, 49).matches("0+")
        ? Optional.of(
            new LogCursor(token.startsWith("f"), Integer.parseInt(token.substring(49, 58))))
        : Optional.empty();
  }

  /** Reads so many events that are wanted, at most. */
  Window window(List<LogEvent> events, Predicate<LogEvent> wanted, int limit) {
    List<LogEvent> page = new ArrayList<>();
    int start = Math.min(place, events.size());
    int reached = start;
    int bytes = 0;
    for (int at = first(start);
        at >= 0 && at < events.size() && page.size() < limit;
        at += step()) {
      LogEvent event = events.get(at);
      if (!wanted.test(event)) {
        continue;
      }
      bytes += event.message().getBytes(StandardCharsets.UTF_8).length + BYTES_PER_EVENT;
      if (bytes > MAX_BYTES && !page.isEmpty()) {
        break;
      }
      page.add(event);
      reached = forward ? at + 1 : at;
    }
    if (!forward) {
      Collections.reverse(page);
    }
    int from = forward ? start : reached;
    int to = forward ? reached : start;
    return new Window(page, new LogCursor(true, to).token(), new LogCursor(false, from).token());
  }

  String token() {
    return String.format(Locale.ROOT, "%s/%056d/s", forward ? "f" : "b", place);
  }

  private int first(int start) {
    return forward ? start : start - 1;
  }

  private int step() {
    return forward ? 1 : -1;
  }
}
