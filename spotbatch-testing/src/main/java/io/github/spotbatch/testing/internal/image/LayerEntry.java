package io.github.spotbatch.testing.internal.image;

import java.io.InputStream;

/**
 * An entry of a layer's archive.
 *
 * @param path as the archive has it
 * @param mode the permissions, with whatever else it has
 * @param target what a link points to; empty if it is none
 * @param contents of a file, to be read before the next entry is
 */
record LayerEntry(String path, Kind kind, int mode, String target, InputStream contents) {

  /** What an entry is. */
  enum Kind {
    FILE("a file"),
    DIRECTORY("a directory"),
    SYMBOLIC_LINK("a symbolic link"),
    HARD_LINK("a hard link"),
    DEVICE("a device"),
    FIFO("a FIFO"),
    OTHER("of an unknown kind");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
