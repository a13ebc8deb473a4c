package io.github.spotbatch.testing.internal.logs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log stream: the lines of one job attempt, the oldest first. */
public final class LogStream {

  private final String name;
  private final String arn;
  private final Instant createdAt;
  private final List<LogEvent> events = new ArrayList<>();

  LogStream(String name, String arn, Instant createdAt) {
    this.name = name;
    this.arn = arn;
    this.createdAt = createdAt;
  }

  public String name() {
    return name;
  }

  public String arn() {
    return arn;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public List<LogEvent> events() {
    return events;
  }

  public Optional<LogEvent> firstEvent() {
    return events.isEmpty() ? Optional.empty() : Optional.of(events.get(0));
  }

  public Optional<LogEvent> lastEvent() {
    return events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
  }

  /** Keeps the order by time; lines of the same time stay in the order of arrival. */
  void add(LogEvent event) {
    int place = events.size();
    while (place > 0 && events.get(place - 1).timestamp().isAfter(event.timestamp())) {
      place--;
    }
    events.add(place, event);
  }
}
