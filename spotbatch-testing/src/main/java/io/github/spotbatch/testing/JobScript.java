package io.github.spotbatch.testing;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.testing.internal.image.UnpackedImages;
import io.github.spotbatch.testing.internal.script.Behaviour;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What some containers do. Every call counts at once, for containers that start from then on. */
public final class JobScript {

  private static final int KILLED = 137;

  private final Scripts scripts;
  private final boolean virtual;
  private final int place;
  private int attempt;
  private Behaviour behaviour = Behaviour.SCRIPTED;

  JobScript(Scripts scripts, boolean virtual, String words, Predicate<ContainerRun> who) {
    this.scripts = scripts;
    this.virtual = virtual;
    this.place = scripts.add(words, who, attempt, behaviour);
  }

  /**
   * Only one attempt does this; the others do what an earlier script says.
   *
   * @param number the attempt, from 1
   * @return this script
   * @throws IllegalArgumentException if it is below 1
   */
  public JobScript onAttempt(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("attempts count from 1, was " + number);
    }
    this.attempt = number;
    return changed(behaviour);
  }

  /**
   * How long the container runs: a minute unless told.
   *
   * @param duration on the world's clock
   * @return this script
   * @throws IllegalArgumentException if it is negative
   */
  public JobScript runsFor(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a container runs forwards, not for " + duration);
    }
    return changed(behaviour.runsFor(duration));
  }

  /**
   * With what the container ends: 0 unless told.
   *
   * @param exitCode 0 to 255
   * @return this script
   * @throws IllegalArgumentException if it is something else
   */
  public JobScript exits(int exitCode) {
    if (exitCode < 0 || exitCode > 255) {
      throw new IllegalArgumentException("exit codes are 0 to 255, was " + exitCode);
    }
    return changed(behaviour.ends(exitCode, Optional.empty()));
  }

  /**
   * The container uses more memory than it may and is killed.
   *
   * @return this script
   */
  public JobScript runsOutOfMemory() {
    return changed(behaviour.ends(KILLED, Optional.of(Behaviour.Ending.OUT_OF_MEMORY)));
  }

  /**
   * The container never starts.
   *
   * @param reason the container reason, such as {@code CannotPullContainerError: ...}
   * @return this script
   */
  public JobScript failsToStart(String reason) {
    return changed(behaviour.failsToStart(reason));
  }

  /**
   * There is no such image, whatever the account's repositories hold: the container never starts,
   * and its reason begins with {@code CannotPullContainerError}.
   *
   * @return this script
   */
  public JobScript cannotBePulled() {
    return changed(behaviour.cannotBePulled());
  }

  /**
   * How much memory the container uses from its start: nothing worth mentioning unless told. If it
   * is more than the job may use, the container is killed at once, as by {@link #runsOutOfMemory}.
   *
   * @param mib in MiB; not negative
   * @return this script
   * @throws IllegalArgumentException if it is negative
   */
  public JobScript usesMemoryMiB(int mib) {
    return usesMemoryMiB(mib, Duration.ZERO);
  }

  /**
   * How much memory the container uses from some time after its start.
   *
   * @param mib in MiB; not negative
   * @param after how long after its start, on the world's clock; not negative
   * @return this script
   * @throws IllegalArgumentException if one of them is negative
   * @see #usesMemoryMiB(int)
   */
  public JobScript usesMemoryMiB(int mib, Duration after) {
    if (mib < 0) {
      throw new IllegalArgumentException("memory must not be negative, was " + mib + " MiB");
    }
    return changed(behaviour.uses(new Behaviour.MemoryUse(mib, notNegative(after))));
  }

  /**
   * What the container writes when it starts, and nothing else.
   *
   * @param lines for its log stream
   * @return this script
   */
  public JobScript logs(String... lines) {
    return changed(behaviour.writes(new Behaviour.Output(Duration.ZERO, List.of(lines))));
  }

  /**
   * What the container writes, too, some time after its start, unless it has ended by then.
   *
   * @param delay how long after its start, on the world's clock; not negative
   * @param lines for its log stream
   * @return this script
   * @throws IllegalArgumentException if the delay is negative
   */
  public JobScript logsAfter(Duration delay, String... lines) {
    return changed(behaviour.alsoWrites(new Behaviour.Output(notNegative(delay), List.of(lines))));
  }

  private static Duration notNegative(Duration after) {
    if (after.isNegative()) {
      throw new IllegalArgumentException("nothing happens before the start, but after " + after);
    }
    return after;
  }

  /**
   * A local process takes the container's place: its output, line by line, and its exit code are
   * the job's. It gets the environment of the job definition, the variables that Batch sets, PATH,
   * and an empty folder as HOME; it is no sandbox. What is said afterwards of the container's
   * duration, end, memory or start takes the process's place again.
   *
   * <p>On an instance, {@code AWS_EC2_METADATA_SERVICE_ENDPOINT} leads it to the instance's
   * metadata service on 127.0.0.1, unless the job sets that variable itself. The service wants a
   * token, tells of the Spot interruption notice and the rebalance recommendation once they have
   * come, and has no credentials. Its times are those of the world's clock; a token lasts for its
   * seconds of the wall clock.
   *
   * @param command what to run
   * @return this script
   * @throws IllegalStateException on the virtual clock, which would not wait for a process
   */
  public JobScript runs(LocalCommand command) {
    refuseProcessOnVirtualClock();
    return changed(behaviour.runs(new Behaviour.OfCommand(command)));
  }

  /**
   * The container is really executed from its image, which must have been pushed to this world's
   * ECR. Only a script asks for that: what somebody has pushed is never executed by itself.
   *
   * <p>The layers that were put on top of a base are unpacked into a folder of the attempt's own:
   * as many of the last ones as the image's label {@code io.github.spotbatch.layers} says, and all
   * of an image without it. The programs of this machine stand for those of the base. The command
   * is the image's entry point with the job's command or, if it has none, the image's, started in
   * the image's working directory within that folder; {@code java} is the JDK that runs this
   * program. It gets the image's environment, over it that of the job definition and of Batch, the
   * machine's PATH whatever they say of it, the metadata service that {@link #runs} tells of, and a
   * folder as HOME. Its user is the one that runs this program, and the image's volumes and ports
   * mean nothing.
   *
   * <p>It is no sandbox: the process may do whatever this program may. A command that names an
   * absolute path of the image, or a program that this machine does not have, fails the attempt in
   * the fake's own words; so does an image that cannot be unpacked without leaving its folder. What
   * is said afterwards of the container's duration, end, memory or start takes the process's place
   * again.
   *
   * @return this script
   * @throws IllegalStateException on the virtual clock, which would not wait for a process
   * @throws SpotBatchException if Apache Commons Compress is not on the class path
   */
  public JobScript runsImage() {
    refuseProcessOnVirtualClock();
    UnpackedImages.requireLibrary();
    return changed(behaviour.runs(new Behaviour.OfImage()));
  }

  private void refuseProcessOnVirtualClock() {
    if (virtual) {
      throw new IllegalStateException(
          "a local process needs the wall clock: FakeAws.builder().speed(100).build()");
    }
  }

  private JobScript changed(Behaviour to) {
    this.behaviour = to;
    scripts.change(place, attempt, to);
    return this;
  }
}
