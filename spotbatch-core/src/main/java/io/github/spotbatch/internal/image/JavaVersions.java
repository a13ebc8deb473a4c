package io.github.spotbatch.internal.image;

import java.util.List;

/** Versions of Java. */
final class JavaVersions {

  /** Those with long-term support that spotbatch's own classes run on. */
  private static final List<Integer> LONG_TERM = List.of(17, 21, 25);

  private static final int FIRST_CLASS_FILE = 44;

  private JavaVersions() {}

  /** The version that a class file needs, by its major version. */
  static int ofClassFile(int major) {
    return major - FIRST_CLASS_FILE;
  }

  /** The first version with long-term support that runs what another needs. */
  static int supported(int needed) {
    return LONG_TERM.stream().filter(version -> version >= needed).findFirst().orElse(needed);
  }
}
