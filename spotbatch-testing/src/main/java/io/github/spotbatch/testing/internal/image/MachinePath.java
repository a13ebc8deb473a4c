package io.github.spotbatch.testing.internal.image;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where this machine has its programs. */
final class MachinePath {

  private MachinePath() {}

  /** The caller's PATH. */
  static String text() {
    String path = System.getenv("PATH");
    return path == null ? "" : path;
  }

  /** The same, after the programs of the JDK that runs this program. */
  static String textWithJava() {
    return Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator + text();
  }

  /** A program by its name. */
  static Optional<Path> find(String program) {
    // Windows leaves the ending of a program's file out.
    List<String> names = List.of(program, program + ".exe");
    return Stream.of(textWithJava().split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
