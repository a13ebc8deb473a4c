package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.World;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The launch templates of one account and Region. */
public final class LaunchTemplates {

  private final World world;
  private final Map<String, LaunchTemplate> byId = new LinkedHashMap<>();

  LaunchTemplates(World world) {
    this.world = world;
  }

  /** All of them, the oldest first. */
  public Collection<LaunchTemplate> all() {
    return byId.values();
  }

  public Optional<LaunchTemplate> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Optional<LaunchTemplate> byName(String name) {
    return byId.values().stream().filter(template -> template.name().equals(name)).findFirst();
  }

  /** Makes a template without a version; the caller has checked its name and adds one. */
  LaunchTemplate create(String name) {
    LaunchTemplate template = new LaunchTemplate("lt-" + world.hex(17), name, world.now());
    byId.put(template.id(), template);
    return template;
  }

  void delete(String id) {
    byId.remove(id);
  }
}
