package io.github.spotbatch.testing.internal.logs;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A log group with its streams. */
public final class LogGroup {

  private final String name;
  private final String arn;
  private final Instant createdAt;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, LogStream> streams = new TreeMap<>();
  private OptionalInt retentionDays = OptionalInt.empty();

  LogGroup(String name, String arn, Instant createdAt) {
    this.name = name;
    this.arn = arn;
    this.createdAt = createdAt;
  }

  public String name() {
    return name;
  }

  /** The ARN without the {@code :*} that some answers append. */
  public String arn() {
    return arn;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The tags, live: tagging changes them. */
  public Map<String, String> tags() {
    return tags;
  }

  /** How many days events are kept; empty: for ever. */
  public OptionalInt retentionDays() {
    return retentionDays;
  }

  public void retain(int days) {
    retentionDays = OptionalInt.of(days);
  }

  /** The streams, ordered by name. */
  public Collection<LogStream> streams() {
    return streams.values();
  }

  public Optional<LogStream> stream(String streamName) {
    return Optional.ofNullable(streams.get(streamName));
  }

  LogStream streamOrNew(String streamName, Instant now) {
    return streams.computeIfAbsent(
        streamName, key -> new LogStream(key, arn + ":log-stream:" + key, now));
  }
}
