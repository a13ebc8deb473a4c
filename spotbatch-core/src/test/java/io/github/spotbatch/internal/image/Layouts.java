package io.github.spotbatch.internal.image;

import io.github.spotbatch.spec.BuiltImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lays images out as a stack with one definition would, and writes files to do it with. */
final class Layouts {

  private Layouts() {}

  static ImageLayout of(BuiltImage image) {
    StackSpec stack =
        StackSpec.builder("demo")
            .jobDefinition(JobDefinitionSpec.builder("work").image(image).memoryMiB(512).build())
            .build();
    return ImageLayouts.of(stack).byImage().get(image);
  }

  static Path write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
