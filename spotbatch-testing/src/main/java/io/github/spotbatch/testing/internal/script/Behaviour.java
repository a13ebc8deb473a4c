package io.github.spotbatch.testing.internal.script;

import io.github.spotbatch.testing.LocalCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a container does.
 *
 * @param scripted whether a test said so; otherwise it is the default
 * @param ending how a simulated container ends
 * @param startFailure the container reason why it never starts
 * @param pullable whether there is an image at all
 * @param memory what it uses, if anybody said so
 * @param output what it writes
 * @param execution what is really executed instead
 */
public record Behaviour(
    boolean scripted,
    Ending ending,
    Optional<String> startFailure,
    boolean pullable,
    Optional<MemoryUse> memory,
    List<Output> output,
    Optional<Execution> execution) {

  /** What is really executed on this machine. */
  public sealed interface Execution {}

  /** A command that stands for the image. */
  public record OfCommand(LocalCommand command) implements Execution {}

  /** What the image says, from its own layers. */
  public record OfImage() implements Execution {}

  /**
   * How a simulated container ends.
   *
   * @param after how long after its start
   * @param exitCode its exit code
   * @param reason the container reason, such as that of running out of memory
   */
  public record Ending(Duration after, int exitCode, Optional<String> reason) {

    /** The container reason of one that was killed for its memory. */
    public static final String OUT_OF_MEMORY =
        "OutOfMemoryError: Container killed due to memory usage";
  }

  /**
   * How much memory a container uses.
   *
   * @param mib so many MiB
   * @param after so long after its start
   */
  public record MemoryUse(int mib, Duration after) {}

  /**
   * Lines that a container writes.
   *
   * @param after so long after its start
   * @param lines all at once
   */
  public record Output(Duration after, List<String> lines) {}

  /** A minute, then exit code 0. */
  public static final Behaviour DEFAULT = minute(false);

  /** The same, because a test said so. */
  public static final Behaviour SCRIPTED = minute(true);

  private static Behaviour minute(boolean scripted) {
    return new Behaviour(
        scripted,
        new Ending(Duration.ofMinutes(1), 0, Optional.empty()),
        Optional.empty(),
        true,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** A simulated container of that duration. */
  public Behaviour runsFor(Duration duration) {
    Ending other = new Ending(duration, ending.exitCode(), ending.reason());
    return new Behaviour(true, other, startFailure, pullable, memory, output, Optional.empty());
  }

  /** A simulated container that starts and ends so. */
  public Behaviour ends(int code, Optional<String> why) {
    Ending other = new Ending(ending.after(), code, why);
    return new Behaviour(true, other, Optional.empty(), true, memory, output, Optional.empty());
  }

  /** A container that never starts. */
  public Behaviour failsToStart(String why) {
    return new Behaviour(true, ending, Optional.of(why), true, memory, output, Optional.empty());
  }

  /** A container without an image. */
  public Behaviour cannotBePulled() {
    return new Behaviour(true, ending, Optional.empty(), false, memory, output, Optional.empty());
  }

  public Behaviour uses(MemoryUse use) {
    return new Behaviour(
        true, ending, startFailure, pullable, Optional.of(use), output, Optional.empty());
  }

  /** Writes only this. */
  public Behaviour writes(Output only) {
    return new Behaviour(true, ending, startFailure, pullable, memory, List.of(only), execution);
  }

  /** Writes this, too. */
  public Behaviour alsoWrites(Output more) {
    List<Output> all = new ArrayList<>(output);
    all.add(more);
    return new Behaviour(true, ending, startFailure, pullable, memory, List.copyOf(all), execution);
  }

  /** A process in the container's place. */
  public Behaviour runs(Execution program) {
    Ending other = new Ending(ending.after(), 0, Optional.empty());
    return new Behaviour(
        true, other, Optional.empty(), true, Optional.empty(), output, Optional.of(program));
  }

  /** Whether the process comes from the image. */
  public boolean runsImage() {
    return execution.filter(OfImage.class::isInstance).isPresent();
  }
}
