package io.github.spotbatch.examples;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A moto server in a process of its own: an AWS that nobody of this project wrote. It is killed
 * when it is closed, when it has lived too long, and when this JVM ends.
 */
final class MotoServer implements AutoCloseable {

  private static final int IMPORT_SECONDS = 60;
  private static final int START_SECONDS = 60;
  private static final int LONGEST_SECONDS = 170;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Process process;
  private final Thread atExit;
  private final Path output;
  private final int port;

  private MotoServer(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
    this.atExit = new Thread(() -> kill(process));
    Runtime.getRuntime().addShutdownHook(atExit);
    CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS)
        .execute(() -> kill(process));
  }

  /** Skips the test, with the reason, where no Python has moto's server. */
  static MotoServer start(Path directory) throws IOException, InterruptedException {
    String python = python(directory);
    Path output = directory.resolve("moto.txt");
    int port = freePort();
    Process process =
        alone(python, "-m", "moto.server", "-H", "127.0.0.1", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    MotoServer server = new MotoServer(process, output, port);
    try {
      server.awaitAnswer();
      return server;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What the server wrote, with a line for each request. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long looks = START_SECONDS * 1000L / BETWEEN_LOOKS.toMillis();
    for (long look = 0; look < looks; look++) {
      if (answers()) {
        return;
      }
      if (process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("moto ended with " + process.exitValue() + ":\n" + output());
      }
    }
    throw new IOException("moto did not listen within " + START_SECONDS + " s:\n" + output());
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static String python(Path directory) throws IOException, InterruptedException {
    for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path python = Path.of(place, "python3");
      if (Files.isExecutable(python) && hasMoto(python, directory)) {
        return python.toString();
      }
    }
    return Assumptions.abort(
        "no python3 on the PATH can do 'import moto.server': pip install 'moto[server]'");
  }

  private static boolean hasMoto(Path python, Path directory)
      throws IOException, InterruptedException {
    Process process =
        alone(python.toString(), "-c", "import moto.server")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("import.txt").toFile())
            .start();
    try {
      return process.waitFor(IMPORT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      kill(process);
    }
  }

  /**
   * Without AWS settings, which moto's own library would heed, and with AWS's managed policies,
   * which moto knows only if told to.
   */
  private static ProcessBuilder alone(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("MOTO_IAM_LOAD_MANAGED_POLICIES", "true");
    return builder;
  }

  /** With what it started: a version manager's python3 is a shell that may have a child. */
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill(process);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
