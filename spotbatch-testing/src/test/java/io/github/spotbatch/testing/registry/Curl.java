package io.github.spotbatch.testing.registry;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The curl of this machine, told all that it needs for one registry. */
final class Curl {

  private final List<String> command;
  private final Path folder;

  private Curl(List<String> command, Path folder) {
    this.command = command;
    this.folder = folder;
  }

  /** Skips the test where there is no curl. */
  static Curl of(RegistryUnderTest registry, Path folder) throws IOException {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "curl")));
    Assumptions.assumeTrue(there, "no curl on the PATH; on Debian: apt-get install curl");
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail", "--noproxy", "*"));
    if (registry.certificate().isPresent()) {
      Path certificate = folder.resolve("certificate.pem");
      Files.writeString(certificate, registry.certificate().get());
      command.addAll(List.of("--cacert", certificate.toString()));
    }
    registry
        .login()
        .ifPresent(it -> command.addAll(List.of("-u", it.user() + ":" + it.password())));
    return new Curl(command, folder);
  }

  String run(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(all).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
    return output;
  }
}
