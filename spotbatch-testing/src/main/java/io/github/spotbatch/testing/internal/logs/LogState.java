package io.github.spotbatch.testing.internal.logs;

import io.github.spotbatch.testing.internal.Partition;
import io.github.spotbatch.testing.internal.World;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** CloudWatch Logs of one account and Region. */
public final class LogState {

  private static final int EVENT_ID_DIGITS = 56;

  private final World world;
  private final String arnPrefix;
  private final Map<String, LogGroup> groups = new TreeMap<>();
  private long events;

  public LogState(World world, String account, String region) {
    this.world = world;
    this.arnPrefix = Partition.of(region).arnPrefix("logs", region, account) + "log-group:";
  }

  /** The groups, ordered by name. */
  public Collection<LogGroup> groups() {
    return groups.values();
  }

  public Optional<LogGroup> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }

  /** A group by name or by either form of its ARN. */
  public Optional<LogGroup> groupByNameOrArn(String nameOrArn) {
    if (!nameOrArn.startsWith("arn:")) {
      return group(nameOrArn);
    }
    String arn =
        nameOrArn.endsWith(":*") ? nameOrArn.substring(0, nameOrArn.length() - 2) : nameOrArn;
    return groups.values().stream().filter(group -> group.arn().equals(arn)).findFirst();
  }

  /** The group of this name, which is what Batch's log agent makes before its first line. */
  public LogGroup createGroupIfAbsent(String name) {
    return groups.computeIfAbsent(name, key -> new LogGroup(key, arnPrefix + key, world.now()));
  }

  /** Removes a group with all its streams. */
  public void deleteGroup(String name) {
    groups.remove(name);
  }

  /** Makes a stream that has no lines yet, in a group that is made if it is absent. */
  public LogStream createStreamIfAbsent(String group, String stream) {
    return createGroupIfAbsent(group).streamOrNew(stream, world.now());
  }

  /** Writes one line, in a group and stream that are made if they are absent. */
  public void append(String group, String stream, Instant timestamp, String line) {
    String id = String.format(Locale.ROOT, "%0" + EVENT_ID_DIGITS + "d", events++);
    createStreamIfAbsent(group, stream).add(new LogEvent(id, timestamp, world.now(), line));
  }
}
