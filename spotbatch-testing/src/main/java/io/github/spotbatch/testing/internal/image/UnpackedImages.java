package io.github.spotbatch.testing.internal.image;

import io.github.spotbatch.exception.SpotBatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The images that jobs are executed from. Each is unpacked once, however many ask for it at once,
 * and each attempt gets a copy of its own, which it may change.
 *
 * <p>Thread-safe. Takes as long as the disk does, so it must not be asked under the world's lock.
 */
public final class UnpackedImages {

  private final Map<String, FutureTask<UnpackedImage>> byDigest = new ConcurrentHashMap<>();
  private final List<Path> folders = new ArrayList<>();
  private int users;
  private boolean closed;

  /**
   * Makes sure that images can be unpacked at all.
   *
   * @throws SpotBatchException if the library for that is not on the class path
   */
  public static void requireLibrary() {
    String needed = "org.apache.commons.compress.archivers.tar.TarArchiveInputStream";
    try {
      Class.forName(needed, false, UnpackedImages.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new SpotBatchException(
          "Running jobs from their images needs Apache Commons Compress: add"
              + " org.apache.commons:commons-compress to the class path.",
          e);
    }
  }

  /**
   * What an attempt executes, in a folder of its own, which is the caller's to delete.
   *
   * @param jobCommand empty for the image's own
   * @param variables those of the job and of Batch, put over the image's
   * @throws UnusableImage if this image cannot be executed
   */
  public LocalProgram program(
      ImageSource source, List<String> jobCommand, Map<String, String> variables) {
    enter();
    try {
      UnpackedImage image = unpacked(source);
      Path folder = LocalProgram.newFolder();
      try {
        return program(image, folder, jobCommand, variables);
      } catch (IOException e) {
        Folders.discard(folder);
        throw new UnusableImage("the image cannot be copied for the attempt: " + e, e);
      } catch (RuntimeException e) {
        Folders.discard(folder);
        throw e;
      }
    } finally {
      leave();
    }
  }

  private static LocalProgram program(
      UnpackedImage image, Path folder, List<String> jobCommand, Map<String, String> variables)
      throws IOException {
    Path root = folder.resolve("image");
    Folders.copy(image.root(), root);
    Path workingDirectory = workingDirectory(image.config().workingDirectory(), root);
    List<String> command = new ImageCommand(image, root, workingDirectory).line(jobCommand);
    Map<String, String> environment = new LinkedHashMap<>(image.config().environment());
    environment.putAll(variables);
    // Whatever was said of PATH is of folders that only the image has.
    environment.put("PATH", MachinePath.textWithJava());
    return new LocalProgram(
        folder, workingDirectory, command, LocalProgram.atHome(folder, environment));
  }

  private static Path workingDirectory(String path, Path root) throws IOException {
    Path directory = root;
    for (String name : EntryPath.names(path)) {
      directory = directory.resolve(name);
    }
    Files.createDirectories(directory);
    Path real = directory.toRealPath();
    if (!real.startsWith(root)) {
      throw new UnusableImage("the working directory " + path + " leads out of the image");
    }
    return real;
  }

  private UnpackedImage unpacked(ImageSource source) {
    FutureTask<UnpackedImage> task =
        byDigest.computeIfAbsent(source.digest(), digest -> new FutureTask<>(() -> unpack(source)));
    task.run(); // Only the first time; the others wait.
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnusableImage unusable) {
        throw new UnusableImage(String.valueOf(unusable.getMessage()), unusable);
      }
      throw new UnusableImage("the image cannot be unpacked: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableImage("the image is not unpacked: interrupted", e);
    }
  }

  private UnpackedImage unpack(ImageSource source) {
    Path folder = Folders.create("spotbatch-image-");
    synchronized (this) {
      folders.add(folder);
    }
    try {
      return LayerUnpacker.unpack(source, folder, UnpackLimit.usual());
    } catch (UnusableImage e) {
      Folders.discard(folder);
      throw e;
    }
  }

  private synchronized void enter() {
    if (closed) {
      throw new UnusableImage("the world is closed");
    }
    users++;
  }

  private synchronized void leave() {
    users--;
    deleteIfOver();
  }

  /** Deletes everything, at the latest once nobody is at it any more. */
  public synchronized void close() {
    closed = true;
    deleteIfOver();
  }

  private void deleteIfOver() {
    if (closed && users == 0) {
      folders.forEach(Folders::discard);
      folders.clear();
    }
  }
}
