package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The layers and configurations of all images of a world, each a file named after its digest, in a
 * temporary folder that goes with the world. A layer that several repositories have is kept once.
 *
 * <p>Files are made and renamed under the world's lock, so that none comes after the folder is
 * gone; their bytes are written and read without it.
 */
final class BlobStore {

  private final Path folder;

  private BlobStore(Path folder) {
    this.folder = folder;
  }

  static BlobStore create(World world) {
    try {
      Path folder = Files.createTempDirectory("spotbatch-registry-");
      Runnable unused = world.closing(() -> delete(folder));
      return new BlobStore(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for the images of the fake", e);
    }
  }

  /** Where the blob of that digest is, if it is there. */
  Path file(String digest) {
    return folder.resolve(Digests.hex(digest));
  }

  /** A new empty file for what is on its way. */
  Path upload(String id) {
    try {
      return Files.createFile(folder.resolve("upload-" + id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes an uploaded file the blob of that digest. */
  void keep(Path upload, String digest) {
    try {
      Files.move(upload, file(digest), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void discard(Path upload) {
    try {
      Files.deleteIfExists(upload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the fake's images in " + folder, e);
    }
  }
}
