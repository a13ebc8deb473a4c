package io.github.spotbatch.testing.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The AWS CLI in a shell of its own: nobody's profile, nobody's environment, and every command sent
 * to one endpoint.
 */
final class AwsCli {

  private final Path home;

  private AwsCli(Path home) {
    this.home = home;
  }

  record Result(int exitCode, String output) {}

  record Running(Process process, Path output) {

    Result finish() throws IOException, InterruptedException {
      return new Result(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
    }
  }

  static AwsCli at(URI endpoint, AwsProgram aws, Path home) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    script(bin, "aws", "exec " + aws.command() + " --endpoint-url " + endpoint + " \"$@\"");
    // The images are not what is tested: a login takes its password, and all else succeeds.
    script(
        bin, "docker", "if [ \"$1\" = login ]; then read -r password; test -n \"$password\"; fi");
    Files.writeString(home.resolve("config"), "[default]\nregion = us-east-1\n");
    return new AwsCli(home);
  }

  private static void script(Path bin, String name, String line) throws IOException {
    Path script = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + line + "\n");
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + script + " executable");
    }
  }

  /** Starts commands as a shell script. */
  Running start(String commands) throws IOException {
    Path output = Files.createTempFile(home, "output", ".txt");
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", commands);
    shell.directory(home.toFile()).environment().clear();
    shell
        .environment()
        .putAll(
            Map.of(
                "PATH", home.resolve("bin") + ":" + AwsProgram.SYSTEM,
                "HOME", home.toString(),
                "LC_ALL", "C.UTF-8",
                "AWS_CONFIG_FILE", home.resolve("config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE", home.resolve("none").toString(),
                "AWS_ACCESS_KEY_ID", "fake",
                "AWS_SECRET_ACCESS_KEY", "fake",
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_PAGER", "",
                "NO_PROXY", "127.0.0.1"));
    return new Running(
        shell.redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
  }

  /** Runs commands to their end, and on after one that fails. */
  Result run(String... commands) throws IOException, InterruptedException {
    return start(String.join("\n", commands)).finish();
  }
}
