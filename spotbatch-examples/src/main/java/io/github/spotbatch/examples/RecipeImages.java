package io.github.spotbatch.examples;

import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.BuiltImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JavaImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The recipe's application as an image, in Java or in Python; both do the same. */
final class RecipeImages implements AutoCloseable {

  private static final String PYTHON_APP = "batch_app.py";

  private final Path folder;

  RecipeImages() {
    try {
      this.folder = Files.createTempDirectory("batch-demo-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Java application, which needs nothing but the JDK and what it was compiled to. */
  static BuiltImage java(Optional<BaseImage> base) {
    JavaImage.Builder image = JavaImage.builder(BatchApp.class).classPath(home(BatchApp.class));
    base.ifPresent(image::base);
    return image.build();
  }

  /** The recipe's Dockerfile: FROM, WORKDIR, COPY and CMD. */
  BuiltImage python(Optional<BaseImage> base) {
    return ContainerImage.builder(
            base.orElseGet(
                () -> BaseImage.fromRegistry("public.ecr.aws/docker/library/python:3.13-slim")))
        .workingDirectory("/app")
        .copy(pythonApp(), ".")
        .command("python3", "-u", PYTHON_APP)
        .build();
  }

  /** Writes the application into a folder, as the recipe does, for the image to be made of. */
  private Path pythonApp() {
    try (InputStream source =
        Objects.requireNonNull(RecipeImages.class.getResourceAsStream(PYTHON_APP))) {
      Path file = folder.resolve(PYTHON_APP);
      Files.deleteIfExists(file);
      Files.copy(source, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path home(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** Removes the local files, the last step of the recipe's cleanup. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder.resolve(PYTHON_APP));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
