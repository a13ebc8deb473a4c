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

  static LocalRun start(
      World world,
      List<String> command,
      Map<String, String> variables,
      Consumer<String> onLine,
      IntConsumer onExit) {
    Path folder = newFolder();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(nothing()));
    String path = System.getenv("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path == null ? "" : path);
    builder.environment().putAll(variables);
    builder.environment().put("HOME", folder.toString());
    try {
      LocalRun run = new LocalRun(world, builder.start());
      run.world.closing(run.process::destroyForcibly);
      run.follow(folder, onLine, onExit);
      return run;
    } catch (IOException e) {
      delete(folder);
      throw new UncheckedIOException("spotbatch-testing cannot run " + command + " for the job", e);
    }
  }

  private static File nothing() {
    return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }

  private void follow(Path folder, Consumer<String> onLine, IntConsumer onExit) {
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
                process.destroyForcibly();
              } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
              }
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
    process.destroy();
    world.after(world.takes(Step.CONTAINER_STOPPING), process::destroyForcibly);
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
