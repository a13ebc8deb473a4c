package io.github.spotbatch.internal.image;

import java.util.Comparator;
import java.util.Map;

/** Which beginnings of references stand for which others. */
record RegistryMirrors(Map<String, String> byRegistry) {

  RegistryMirrors {
    byRegistry = Map.copyOf(byRegistry);
  }

  /** The reference in the mirror of the longest beginning that fits, or as it is. */
  String mirrored(String reference) {
    String full = ImageReference.parse(reference).dockerName();
    return byRegistry.keySet().stream()
        .filter(registry -> full.startsWith(registry + "/"))
        .max(Comparator.comparingInt(String::length))
        .map(registry -> byRegistry.get(registry) + full.substring(registry.length()))
        .orElse(reference);
  }
}
