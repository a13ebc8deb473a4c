package io.github.spotbatch.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A program that images are made of in tests: tells where it runs, and writes a file there. */
final class PackedMain {

  private PackedMain() {}

  public static void main(String[] arguments) throws IOException {
    try (InputStream greeting =
        Objects.requireNonNull(PackedMain.class.getResourceAsStream("/greeting.txt"))) {
      System.out.println(new String(greeting.readAllBytes(), StandardCharsets.UTF_8));
    }
    System.out.println("arguments=" + String.join(",", arguments));
    System.out.println("java=" + System.getProperty("java.home"));
    System.out.println("SCENE=" + System.getenv("SCENE"));
    System.out.println("QUALITY=" + System.getenv("QUALITY"));
    System.out.println("HOME=" + System.getenv("HOME"));
    System.out.println("directory=" + Path.of("").toAbsolutePath());
    Path written = Path.of("written");
    System.out.println("clean=" + Files.notExists(written));
    Files.writeString(written, "by this attempt");
    System.exit(7);
  }
}
