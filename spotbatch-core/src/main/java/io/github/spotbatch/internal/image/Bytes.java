package io.github.spotbatch.internal.image;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Sizes for people. */
public final class Bytes {

  private static final int SHOWN = 50;
  private static final long KIB = 1024;
  private static final long MIB = KIB * KIB;

  private Bytes() {}

  /** What files of a layer are called and how large they are, the first ones of many. */
  static List<String> lines(Collection<LayerFile> files, Function<LayerFile, String> name) {
    List<String> lines = new ArrayList<>();
    files.stream()
        .limit(SHOWN)
        .forEach(file -> lines.add(name.apply(file) + " (" + text(file.bytes()) + ")"));
    if (files.size() > SHOWN) {
      lines.add("and " + (files.size() - SHOWN) + " more");
    }
    return lines;
  }

  public static String text(long bytes) {
    if (bytes < KIB) {
      return bytes + " bytes";
    }
    return bytes < MIB
        ? String.format(Locale.ROOT, "%.1f KiB", bytes / (double) KIB)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MIB);
  }
}
