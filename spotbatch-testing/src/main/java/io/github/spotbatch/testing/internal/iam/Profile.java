package io.github.spotbatch.testing.internal.iam;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An instance profile. */
public final class Profile {

  private final String name;
  private final String path;
  private final String arn;
  private final String id;
  private final Instant createdAt;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private @Nullable Role role;

  Profile(String account, String path, String name, String id, Instant createdAt) {
    this.name = name;
    this.path = path;
    this.arn = "arn:aws:iam::" + account + ":instance-profile" + path + name;
    this.id = id;
    this.createdAt = createdAt;
  }

  public String name() {
    return name;
  }

  public String path() {
    return path;
  }

  public String arn() {
    return arn;
  }

  public String id() {
    return id;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The tags, live: tagging changes them. */
  public Map<String, String> tags() {
    return tags;
  }

  /** The one role that a profile can hold. */
  public Optional<Role> role() {
    return Optional.ofNullable(role);
  }

  void hold(Role newRole) {
    role = newRole;
  }

  void holdNone() {
    role = null;
  }
}
