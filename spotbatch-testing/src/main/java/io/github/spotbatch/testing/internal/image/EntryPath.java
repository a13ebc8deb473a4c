package io.github.spotbatch.testing.internal.image;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Paths as an image has them: from the image's root, with or without a slash. */
final class EntryPath {

  private EntryPath() {}

  /**
   * The names that lead to a place, none for the root.
   *
   * @throws UnusableImage if one of them leads up, or is none that this machine can have
   */
  static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(checked(name, path));
      }
    }
    return names;
  }

  private static String checked(String name, String path) {
    try {
      Path single = Path.of(name);
      // Windows knows more ways out than the two dots.
      if (!name.equals("..") && single.getNameCount() == 1 && single.getRoot() == null) {
        return name;
      }
    } catch (InvalidPathException e) {
      throw new UnusableImage("'" + path + "' is no legal path on this machine", e);
    }
    throw new UnusableImage("'" + path + "' leads out of the image");
  }
}
