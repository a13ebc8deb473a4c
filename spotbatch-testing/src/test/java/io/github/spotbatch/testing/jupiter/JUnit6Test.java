package io.github.spotbatch.testing.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.spotbatch.internal.JavaClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the extension's own tests, compiled against JUnit 5, in a JVM that has JUnit 6. */
class JUnit6Test {

  private static final Path JARS = Path.of("target", "junit6");
  private static final Pattern JUNIT_5 = Pattern.compile("(archunit-)?junit-?\\w.*\\.jar");

  /** What runs in the other JVM. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      Runs run = Runs.of(FakeAwsExtensionTest.class);
      Package jupiter = Test.class.getPackage();
      System.out.println(
          "on %s: %d succeeded, failures: %s"
              .formatted(
                  jupiter.getImplementationVersion(), run.succeeded(), run.failures().keySet()));
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void extension_onJUnit6_passesItsOwnTests() throws Exception {
    assumeThat(JARS).as("made by Maven's generate-test-resources").isDirectory();

    assertThat(run(classPath()))
        .last()
        .asString()
        .matches("on 6\\..*: \\d\\d succeeded, failures: \\[]");
  }

  private static String classPath() throws IOException {
    Stream<Path> others =
        JavaClassPath.of(JUnit6Test.class).entries().stream()
            .filter(entry -> !JUNIT_5.matcher(String.valueOf(entry.getFileName())).matches());
    try (Stream<Path> six = Files.list(JARS)) {
      return Stream.concat(others, six)
          .map(path -> path.toAbsolutePath().toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static List<String> run(String classPath) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }
}
