package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.image.LocalProgram;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A job's command as a local process in a folder of its own, with nothing of the caller's
 * environment but what its program says.
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
   * @throws UncheckedIOException if it cannot be started, or a variable has no legal name; the
   *     program's folder is gone then
   */
  static LocalRun start(
      World world, LocalProgram program, Consumer<String> onLine, IntConsumer onExit) {
    try {
      LocalRun run = new LocalRun(world, started(program));
      Runnable ended = world.closing(run::kill);
      run.follow(program, onLine, onExit, ended);
      return run;
    } catch (IOException | IllegalArgumentException e) {
      program.discard();
      throw new UncheckedIOException(
          "cannot run " + program.command() + ": " + e.getMessage(), new IOException(e));
    }
  }

  private static Process started(LocalProgram program) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.command());
    builder.directory(program.workingDirectory().toFile());
    builder.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(nothing()));
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    return builder.start();
  }

  private static File nothing() {
    return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }

  private void follow(
      LocalProgram program, Consumer<String> onLine, IntConsumer onExit, Runnable ended) {
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
              program.discard();
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
}
