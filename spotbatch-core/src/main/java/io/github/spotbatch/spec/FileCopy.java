package io.github.spotbatch.spec;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file or directory that goes into an image.
 *
 * @param from where it is on this machine
 * @param to where it goes in the image
 */
public record FileCopy(Path from, String to) {
  /**
   * Makes a copy.
   *
   * @param from where it is on this machine
   * @param to where it goes in the image
   */
  public FileCopy {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
  }

  @Override
  public String toString() {
    return from + " to " + to;
  }
}
