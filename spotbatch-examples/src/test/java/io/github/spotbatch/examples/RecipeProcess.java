package io.github.spotbatch.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An example as a user runs it: a process of its own, without a terminal and without AWS settings.
 * It is killed when it has taken too long.
 */
final class RecipeProcess {

  /** Less than tests have, so that they show what it wrote. */
  private static final int LONGEST_SECONDS = 100;

  record Result(int exitCode, String output) {
    String lastLine() {
      List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
      return lines.get(lines.size() - 1);
    }
  }

  private RecipeProcess() {}

  static Process start(Map<String, String> variables, String... options) throws IOException {
    return start(RecipeExample.class, variables, options);
  }

  static Process start(Class<?> example, Map<String, String> variables, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Quick to start, since none runs for long.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), example.getName()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    // Nobody's profile, and no instance metadata service to wait for.
    builder.environment().put("AWS_CONFIG_FILE", "/nowhere/config");
    builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    builder.environment().putAll(variables);
    Process process = builder.start();
    // Nobody can be interrupted who reads what it writes.
    CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    return process;
  }

  static Result run(Map<String, String> variables, String... options)
      throws IOException, InterruptedException {
    return finish(start(variables, options));
  }

  static Result finish(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
