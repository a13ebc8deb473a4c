package io.github.spotbatch.internal.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * A file of this machine that goes into a layer.
 *
 * @param target its absolute path in the image
 * @param modified when it was, as it was read
 */
public record LayerFile(
    Path source, String target, long bytes, FileTime modified, boolean executable) {

  /** Whether it may be another by now, as far as that can be told without reading it. */
  boolean mayHaveChanged() {
    try {
      return hasOtherSize() || !Files.getLastModifiedTime(source).equals(modified);
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether it is surely another by now, or gone. */
  boolean hasOtherSize() {
    try {
      return Files.size(source) != bytes;
    } catch (IOException e) {
      return true;
    }
  }
}
