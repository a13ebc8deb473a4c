package io.github.spotbatch.internal.image;

import io.github.spotbatch.exception.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds images and looks at what came out. */
final class ImageBuilder {

  private static final Logger log = LoggerFactory.getLogger(ImageBuilder.class);

  /** What is done with a built image while its file is there. */
  @FunctionalInterface
  interface Use<T> {
    T of(ImageTar tar) throws IOException;
  }

  private final Path cache;
  private final RegistryClients clients;

  ImageBuilder(Path cache, RegistryClients clients) {
    this.cache = cache;
    this.clients = clients;
  }

  /** Builds an image, lets it be used, and forgets it; its layers stay in the cache. */
  <T> T build(ImageLayout layout, RegistryHosts hosts, Use<T> use) {
    try {
      Files.createDirectories(cache);
      Path file = Files.createTempFile(cache, "building-", ".tar");
      try {
        jib(hosts).build(layout, file);
        ImageTar tar = ImageTar.read(file);
        requirePlatform(layout, tar);
        return use.of(tar);
      } finally {
        delete(file);
      }
    } catch (ImageException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("The build of an image on " + layout.base() + " was stopped.", e);
    } catch (Exception | NoClassDefFoundError e) {
      throw BuildFailures.explain(layout, cache, e);
    }
  }

  /** What cannot be deleted now stays in the cache; that is no reason to fail. */
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("a temporary file could not be deleted [file={}]", file, e);
    }
  }

  private JibBuilder jib(RegistryHosts hosts) {
    try {
      return new JibBuilder(cache, new BasePull(cache.resolve("pulled"), hosts, clients));
    } catch (NoClassDefFoundError e) {
      throw new ImageException(
          "Building an image needs com.google.cloud.tools:jib-core on the class path: add it, for example in version 0.28.1.",
          e);
    }
  }

  /** jib takes a base of another platform where amd64 is wanted; no instance would. */
  private static void requirePlatform(ImageLayout layout, ImageTar tar) throws IOException {
    Optional<?> built = ImageIndex.architecture(tar.configuration());
    if (!built.equals(Optional.of(layout.architecture()))) {
      throw new ImageException(
          "The base %s is for %s, but the image must be for linux/%s: choose another base, or environments of its architecture."
              .formatted(
                  layout.base(),
                  ImageIndex.text(tar.configuration(), "os").orElse("?")
                      + "/"
                      + ImageIndex.text(tar.configuration(), "architecture").orElse("?"),
                  layout.architecture().dockerName()));
    }
  }
}
