package io.github.spotbatch.testing.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The AWS CLI of this machine. Where a Python has it as a module, that module is imported once, and
 * each command is a fork that runs the CLI's own main function: to import it takes most of the time
 * of a command.
 */
final class AwsProgram implements AutoCloseable {

  static final String SYSTEM = "/usr/local/bin:/usr/bin:/bin";

  private final String command;
  private final Runnable end;

  private AwsProgram(String command, Runnable end) {
    this.command = command;
    this.end = end;
  }

  /**
   * The system's own first: what version managers put before it is slow, and need not work at all.
   * Skips the test, with the reason, where there is no CLI that works.
   */
  static AwsProgram find(Path directory) throws IOException, InterruptedException {
    String places = SYSTEM + File.pathSeparator + System.getenv("PATH");
    for (String place : places.split(File.pathSeparator, -1)) {
      Path python = Path.of(place, "python3");
      AwsProgram warm = Files.isExecutable(python) ? warm(python, directory) : null;
      if (warm != null) {
        return warm;
      }
      Path aws = Path.of(place, "aws");
      if (Files.isExecutable(aws) && answers(aws)) {
        return new AwsProgram(aws.toString(), () -> {});
      }
    }
    return Assumptions.abort(
        "no aws on the PATH answers 'aws --version'; on Debian: apt-get install awscli");
  }

  /** Null where this Python cannot import the CLI. */
  private static AwsProgram warm(Path python, Path directory) throws IOException {
    Path server = copy("warm_aws.py", directory);
    Path client = copy("aws.py", directory);
    Path socket = directory.resolve("aws.socket");
    Process process =
        alone(new ProcessBuilder(python.toString(), server.toString(), socket.toString()))
            .redirectError(directory.resolve("warm_aws.txt").toFile())
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    if (line == null || !line.startsWith("ready ")) {
      process.destroy();
      return null;
    }
    String interpreter = line.substring("ready ".length());
    return new AwsProgram(interpreter + " -IS " + client + " " + socket, process::destroy);
  }

  private static Path copy(String name, Path directory) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream resource = AwsProgram.class.getResourceAsStream("/cli/" + name)) {
      return Files.write(file, resource.readAllBytes());
    }
  }

  private static boolean answers(Path aws) throws IOException, InterruptedException {
    Process process =
        alone(new ProcessBuilder(aws.toString(), "--version")).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  private static ProcessBuilder alone(ProcessBuilder process) {
    process.environment().clear();
    process.environment().putAll(Map.of("PATH", SYSTEM, "LC_ALL", "C.UTF-8"));
    return process;
  }

  /** What a shell has to call, before the CLI's own arguments. */
  String command() {
    return command;
  }

  @Override
  public void close() {
    end.run();
  }
}
