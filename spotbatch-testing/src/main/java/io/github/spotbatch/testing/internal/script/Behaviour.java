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
  public static final Behaviour DEFAULT =
      new Behaviour(
          false,
          Duration.ofMinutes(1),
          0,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());
}
