package io.github.spotbatch.internal.image;

import java.util.Locale;

/** Sizes for people. */
public final class Bytes {

  private static final long KIB = 1024;
  private static final long MIB = KIB * KIB;

  private Bytes() {}

  public static String text(long bytes) {
    if (bytes < KIB) {
      return bytes + " bytes";
    }
    return bytes < MIB
        ? String.format(Locale.ROOT, "%.1f KiB", bytes / (double) KIB)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MIB);
  }
}
