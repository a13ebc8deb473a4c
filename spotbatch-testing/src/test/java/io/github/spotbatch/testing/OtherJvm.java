package io.github.spotbatch.testing;

import io.github.spotbatch.internal.JavaClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Programs in a JVM of their own, on a part of the tests' class path. */
public final class OtherJvm {

  private OtherJvm() {}

  /**
   * Runs a program to its end.
   *
   * @param jar which of the jars, by their file names, it can see; directories it sees all
   * @return the lines it wrote
   */
  public static List<String> run(Class<?> program, Predicate<String> jar, String... arguments)
      throws IOException {
    return runWith(List.of(), program, jar, arguments);
  }

  /**
   * The same with options for the JVM.
   *
   * @return the lines it wrote
   */
  public static List<String> runWith(
      List<String> options, Class<?> program, Predicate<String> jar, String... arguments)
      throws IOException {
    String classPath =
        JavaClassPath.of(program).entries().stream()
            .filter(entry -> !name(entry).endsWith(".jar") || jar.test(name(entry)))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String name(Path entry) {
    return String.valueOf(entry.getFileName());
  }
}
