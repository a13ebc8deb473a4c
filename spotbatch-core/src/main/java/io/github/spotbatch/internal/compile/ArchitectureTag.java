package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.CpuArchitecture;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tag of a job definition that says what its image runs on. */
public final class ArchitectureTag {

  /** The most tags that a resource can have. */
  private static final int MOST = 50;

  private ArchitectureTag() {}

  /**
   * Adds the tag where something is known. A definition whose own tags leave no room goes without:
   * it is of use without this one.
   */
  static void put(Map<String, String> tags, Set<CpuArchitecture> architectures) {
    if (!architectures.isEmpty() && tags.size() < MOST) {
      tags.put(Names.ARCHITECTURE_TAG, text(architectures));
    }
  }

  /** The architectures by EC2's names, in the order of the alphabet: {@code arm64+x86_64}. */
  public static String text(Set<CpuArchitecture> architectures) {
    return architectures.stream()
        .map(ArchitectureTag::name)
        .sorted()
        .collect(Collectors.joining("+"));
  }

  /** What the tags of a definition tell; empty if nothing, or something unheard of. */
  public static Set<CpuArchitecture> read(Map<String, String> tags) {
    Set<CpuArchitecture> read = EnumSet.noneOf(CpuArchitecture.class);
    for (String name : tags.getOrDefault(Names.ARCHITECTURE_TAG, "").split("\\+", -1)) {
      Optional<CpuArchitecture> known =
          Arrays.stream(CpuArchitecture.values()).filter(it -> name(it).equals(name)).findFirst();
      if (known.isEmpty()) {
        return Set.of();
      }
      read.add(known.get());
    }
    return Set.copyOf(read);
  }

  private static String name(CpuArchitecture architecture) {
    return architecture.name().toLowerCase(Locale.ROOT);
  }
}
