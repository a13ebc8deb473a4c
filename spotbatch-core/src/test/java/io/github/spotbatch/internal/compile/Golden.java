package io.github.spotbatch.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Compares a text with a file; {@code -Dgolden.update=true} writes the file instead. */
final class Golden {

  private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  static void assertMatches(String actual, String file) throws IOException {
    Path path = DIRECTORY.resolve(file);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(path, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(path));
  }

  /** Compares with a file that a person wrote; its lines that begin with // are remarks. */
  static void assertMatchesWritten(String actual, String file) throws IOException {
    String expected =
        Files.readAllLines(DIRECTORY.resolve(file)).stream()
            .filter(line -> !line.startsWith("//") && !line.isBlank())
            .collect(Collectors.joining("\n"));
    String bare = actual.lines().filter(line -> !line.isBlank()).collect(Collectors.joining("\n"));
    assertThat(bare).isEqualTo(expected);
  }
}
