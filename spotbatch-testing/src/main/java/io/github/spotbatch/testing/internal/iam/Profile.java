package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.World;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An instance profile. */
public final class Profile {

  private final String name;
  private final String path;
  private final String arn;
  private final String id;
  private final Instant createdAt;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Changes<Role> roles;

  Profile(World world, String arn, String path, String name, String id, Instant createdAt) {
    this.name = name;
    this.path = path;
    this.arn = arn;
    this.id = id;
    this.createdAt = createdAt;
    this.roles = new Changes<>(world);
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
    return roles.present().values().stream().findFirst();
  }

  /** The role that it held at a time that is no longer ago than changes take to be seen. */
  Optional<Role> roleAt(Instant time) {
    return roles.at(time).findFirst();
  }

  void hold(Role role) {
    roles.put(role.name(), role);
  }

  void hold(Role role, Instant since) {
    roles.put(role.name(), role, since);
  }

  void release(Role role) {
    roles.remove(role.name());
  }
}
