package io.github.spotbatch.testing.internal.logs;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A log group with its streams. */
public final class LogGroup {

  private final String name;
  private final String arn;
  private final Instant createdAt;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, LogStream> streams = new HashMap<>();
  private @Nullable List<LogStream> byName;
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

  /** The streams, ordered by name, which is done when somebody looks after there are new ones. */
  public List<LogStream> streams() {
    if (byName == null) {
      byName = streams.values().stream().sorted(Comparator.comparing(LogStream::name)).toList();
    }
    return byName;
  }

  public Optional<LogStream> stream(String streamName) {
    return Optional.ofNullable(streams.get(streamName));
  }

  LogStream streamOrNew(String streamName, Instant now) {
    LogStream stream = streams.get(streamName);
    if (stream == null) {
      stream = new LogStream(streamName, arn + ":log-stream:" + streamName, now);
      streams.put(streamName, stream);
      byName = null;
    }
    return stream;
  }
}
