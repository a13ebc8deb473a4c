package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Batch accepts as the tags of a resource. The texts of these refusals are not known. */
final class TagRules {

  static final int MAX_TAGS = 50;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;

  private final World world;

  TagRules(World world) {
    this.world = world;
  }

  void check(Map<String, String> tags) {
    if (tags.size() > MAX_TAGS) {
      throw Refusals.wrapped(world, "A resource can have at most 50 tags.");
    }
    tags.forEach(this::check);
  }

  private void check(String key, @Nullable String value) {
    if (key.isEmpty() || key.length() > MAX_KEY) {
      throw Refusals.wrapped(world, "Tag keys must have 1 to 128 characters.");
    }
    if (value == null || value.length() > MAX_VALUE) {
      throw Refusals.wrapped(world, "Tag values must be there and have at most 256 characters.");
    }
    if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      throw Refusals.wrapped(world, "Tag keys must not start with aws:.");
    }
  }
}
