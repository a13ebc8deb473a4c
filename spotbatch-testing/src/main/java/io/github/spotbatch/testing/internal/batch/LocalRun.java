package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.World;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * A job's command as a local process in an empty folder of its own, with nothing of the caller's
 * environment but PATH. HOME is that folder, so that no profile of the caller is found.
 */
final class LocalRun {

  private static final int NOT_FOUND = 127;

  private final World world;
  private final Process process;

  private LocalRun(World world, Process process) {
    this.world = world;
    this.process = process;
  }

  /**
   * Starts a process.
   *
   * @throws UncheckedIOException if there is no such program, or a variable has no legal name
   */
  static LocalRun start(
      World world,
      List<String> command,
      Map<String, String> variables,
      Consumer<String> onLine,
      IntConsumer onExit) {
    Path folder = newFolder();
    try {
      LocalRun run = new LocalRun(world, started(command, variables, folder));
      Runnable ended = world.closing(run::kill);
      run.follow(folder, onLine, onExit, ended);
      return run;
    } catch (IOException | IllegalArgumentException e) {
      delete(folder);
      throw new UncheckedIOException(
          "cannot run " + command + ": " + e.getMessage(), new IOException(e));
    }
  }

  private static Process started(List<String> command, Map<String, String> variables, Path folder)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(nothing()));
    String path = System.getenv("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path == null ? "" : path);
    builder.environment().putAll(variables);
    builder.environment().put("HOME", folder.toString());
    return builder.start();
  }

  private static File nothing() {
    return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }

  private void follow(Path folder, Consumer<String> onLine, IntConsumer onExit, Runnable ended) {
    Thread thread =
        new Thread(
            () -> {
              int code = NOT_FOUND;
              try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                String line = lines.readLine();
                while (line != null) {
                  String read = line;
                  world.event(() -> onLine.accept(read));
                  line = lines.readLine();
                }
                code = process.waitFor();
              } catch (IOException e) {
                kill();
              } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
              }
              ended.run();
              int exitCode = code;
              world.event(() -> onExit.accept(exitCode));
              delete(folder);
            },
            "spotbatch-job-" + process.pid());
    thread.setDaemon(true);
    thread.start();
  }

  /** SIGTERM now, SIGKILL if it does not end in time. */
  void stop() {
    // The process itself would close its streams at once, and lose the last lines.
    process.toHandle().destroy();
    world.after(world.takes(Step.CONTAINER_STOPPING), this::kill);
  }

  /** With all that it has started, as a container goes with its first process. */
  private void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.toHandle().destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("spotbatch-job-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // What the job left behind stays in the system's folder for temporary files.
      return;
    }
  }
}
