package io.github.spotbatch.testing;

import io.github.spotbatch.internal.JavaClassPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command of this machine that stands for an image: its entry point, and the arguments it gets
 * where the job definition has no command.
 *
 * <p>Immutable.
 */
public final class LocalCommand {

  private final List<String> entryPoint;
  private final List<String> defaultArguments;

  private LocalCommand(List<String> entryPoint, List<String> defaultArguments) {
    this.entryPoint = entryPoint;
    this.defaultArguments = defaultArguments;
  }

  /**
   * A program with its first arguments.
   *
   * @param command the program, found on PATH, and arguments
   * @return the command
   */
  public static LocalCommand of(String... command) {
    if (command.length == 0) {
      throw new IllegalArgumentException("a command needs a program");
    }
    return new LocalCommand(List.of(command), List.of());
  }

  /**
   * A main class on the class path that it was loaded from, run by the JDK that runs this program.
   *
   * @param mainClass a class with a {@code main} method
   * @return the command
   */
  public static LocalCommand javaMain(Class<?> mainClass) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = JavaClassPath.of(mainClass).toString();
    return new LocalCommand(
        List.of(
            java, "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath, mainClass.getName()),
        List.of());
  }

  /**
   * The arguments where a job has no command of its own.
   *
   * @param arguments for the program
   * @return a copy of this command
   */
  public LocalCommand defaultArguments(String... arguments) {
    return new LocalCommand(entryPoint, List.of(arguments));
  }

  /**
   * What is run for a job.
   *
   * @param jobCommand the job's command, empty if it has none
   * @return program and arguments
   */
  public List<String> commandLine(List<String> jobCommand) {
    List<String> line = new ArrayList<>(entryPoint);
    line.addAll(jobCommand.isEmpty() ? defaultArguments : jobCommand);
    return line;
  }
}
