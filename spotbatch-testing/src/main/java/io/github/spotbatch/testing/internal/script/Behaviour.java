package io.github.spotbatch.testing.internal.script;

import io.github.spotbatch.testing.LocalCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a container does.
 *
 * @param scripted whether a test said so; otherwise it is the default
 * @param runsFor how long, unless it is a real command
 * @param exitCode with what it ends, unless it is a real command
 * @param reason the container reason it ends with, such as that of running out of memory
 * @param startFailure the container reason why it never starts
 * @param logs what it writes when it starts
 * @param command what is really executed
 */
public record Behaviour(
    boolean scripted,
    Duration runsFor,
    int exitCode,
    Optional<String> reason,
    Optional<String> startFailure,
    List<String> logs,
    Optional<LocalCommand> command) {

  /** A minute, then exit code 0. */
  public static final Behaviour DEFAULT = minute(false);

  /** The same, because a test said so. */
  public static final Behaviour SCRIPTED = minute(true);

  private static Behaviour minute(boolean scripted) {
    return new Behaviour(
        scripted,
        Duration.ofMinutes(1),
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** A simulated container of that duration. */
  public Behaviour runsFor(Duration duration) {
    return new Behaviour(true, duration, exitCode, reason, startFailure, logs, Optional.empty());
  }

  /** A simulated container that starts and ends so. */
  public Behaviour ends(int code, Optional<String> why) {
    return new Behaviour(true, runsFor, code, why, Optional.empty(), logs, Optional.empty());
  }

  /** A container that never starts. */
  public Behaviour failsToStart(String why) {
    return new Behaviour(true, runsFor, exitCode, reason, Optional.of(why), logs, Optional.empty());
  }

  public Behaviour logs(List<String> lines) {
    return new Behaviour(true, runsFor, exitCode, reason, startFailure, lines, command);
  }

  /** A process in the container's place. */
  public Behaviour runs(LocalCommand program) {
    return new Behaviour(
        true, runsFor, 0, Optional.empty(), Optional.empty(), logs, Optional.of(program));
  }
}
