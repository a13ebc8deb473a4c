package io.github.spotbatch.testing.internal.ec2;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A launch template with its versions. The first has the number 1; a number is never reused. */
public final class LaunchTemplate {

  /** Names the version that is the default at the time. */
  public static final String DEFAULT = "$Default";

  /** Names the version that is the newest at the time. */
  public static final String LATEST = "$Latest";

  private final String id;
  private final String name;
  private final Instant createdAt;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final TreeMap<Long, LaunchTemplateVersion> versions = new TreeMap<>();
  private long lastNumber;
  private long defaultNumber = 1;

  LaunchTemplate(String id, String name, Instant createdAt) {
    this.id = id;
    this.name = name;
    this.createdAt = createdAt;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The tags, live: tagging changes them. */
  public Map<String, String> tags() {
    return tags;
  }

  /** The versions, the oldest first. */
  public Collection<LaunchTemplateVersion> versions() {
    return versions.values();
  }

  public long defaultNumber() {
    return defaultNumber;
  }

  public long latestNumber() {
    return versions.lastKey();
  }

  /**
   * A version as requests name it.
   *
   * @param version a number, {@code $Default} or {@code $Latest}; the default where it is absent or
   *     empty
   */
  public Optional<LaunchTemplateVersion> version(@Nullable String version) {
    if (version == null || version.isEmpty() || version.equals(DEFAULT)) {
      return Optional.ofNullable(versions.get(defaultNumber));
    }
    if (version.equals(LATEST)) {
      return Optional.of(versions.lastEntry().getValue());
    }
    return version.matches("\\d{1,18}")
        ? Optional.ofNullable(versions.get(Long.valueOf(version)))
        : Optional.empty();
  }

  LaunchTemplateVersion add(@Nullable String description, LaunchTemplateData data, Instant now) {
    LaunchTemplateVersion version = new LaunchTemplateVersion(++lastNumber, description, now, data);
    versions.put(version.number(), version);
    return version;
  }

  /** The caller has checked that it is there. */
  void makeDefault(long number) {
    defaultNumber = number;
  }

  /** The caller has checked that it is not the default. */
  void remove(long number) {
    versions.remove(number);
  }
}
