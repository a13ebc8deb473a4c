package io.github.spotbatch.internal.image;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files under names that follow from what they hold. jib knows its cached layers by the paths and
 * the times of their files, and a file that was changed keeps its time where a build system sets
 * it; under such a name, what was packed once is never taken for something else.
 */
final class ContentFiles {

  private final Path directory;

  ContentFiles(Path directory) {
    this.directory = directory;
  }

  /** A link to the file, or a copy where there are no links. */
  Path of(Path file) throws IOException {
    Files.createDirectories(directory);
    Path named = directory.resolve(Digests.sha256(file).substring("sha256:".length()));
    Path real = file.toRealPath();
    if (Files.isSymbolicLink(named) && Files.readSymbolicLink(named).equals(real)) {
      return named;
    }
    // A folder of its own: builds of other threads and processes may make the same link now.
    Path folder = Files.createTempDirectory(directory, "link-");
    Path made = folder.resolve(named.getFileName());
    try {
      link(made, real);
      Files.move(made, named, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      // Another build was faster; it holds the same.
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(folder);
    }
    return named;
  }

  private static void link(Path made, Path real) throws IOException {
    try {
      Files.createSymbolicLink(made, real);
    } catch (UnsupportedOperationException | IOException e) {
      Files.copy(real, made, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
