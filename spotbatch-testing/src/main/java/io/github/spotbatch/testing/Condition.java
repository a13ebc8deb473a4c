package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.spot.SpotControl;
import io.github.spotbatch.testing.internal.spot.SpotHost;
import io.github.spotbatch.testing.internal.spot.Watch;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.services.batch.model.JobStatus;

/**
 * What a step of a {@link SpotScript} waits for. It is looked at whenever a job or a host changes.
 *
 * <p>Immutable.
 */
public final class Condition {

  private final String words;
  private final Supplier<Watch> watch;

  private Condition(String words, Supplier<Watch> watch) {
    this.words = words;
    this.watch = watch;
  }

  private static Condition now(String words, Predicate<SpotControl> holds) {
    return new Condition(words, () -> holds::test);
  }

  /**
   * So many containers, or more, run at the same time on Spot hosts that stay for now: of which no
   * notice has been given, and which nobody shuts down.
   *
   * @param number from 1
   * @return the condition
   * @throws IllegalArgumentException if the number is below 1
   */
  public static Condition jobsRunning(int number) {
    int most = atLeastOne(number);
    return now(
        number + " jobs run", it -> it.hosts().stream().mapToInt(SpotHost::running).sum() >= most);
  }

  /**
   * So many Spot hosts, or more, have joined their clusters and stay for now: no notice has been
   * given of them, and nobody shuts them down.
   *
   * @param number from 1
   * @return the condition
   * @throws IllegalArgumentException if the number is below 1
   */
  public static Condition hostsJoined(int number) {
    int most = atLeastOne(number);
    return now(
        number + " hosts have joined",
        it -> it.hosts().stream().filter(SpotHost::joined).count() >= most);
  }

  /**
   * So many jobs, or more, have ended in this world, well or not. An array job counts as one more
   * than it has children.
   *
   * @param number from 1
   * @return the condition
   * @throws IllegalArgumentException if the number is below 1
   */
  public static Condition jobsEnded(int number) {
    int most = atLeastOne(number);
    return now(number + " jobs have ended", it -> it.scripts().endedJobs() >= most);
  }

  /**
   * A job has come to a status since the step was added to its script.
   *
   * @param job the job's name, with or without the key that spotbatch appends; {@code *} stands for
   *     any text
   * @param status such as {@code RUNNING}
   * @return the condition
   * @throws IllegalArgumentException if it is the status that the SDK has for those it does not
   *     know
   */
  public static Condition job(String job, JobStatus status) {
    Glob name = new Glob(job);
    if (status == JobStatus.UNKNOWN_TO_SDK_VERSION) {
      throw new IllegalArgumentException(
          "no job comes to a status that the SDK does not know; statuses are "
              + JobStatus.knownValues().stream().sorted().toList());
    }
    return new Condition(job + " is " + status, () -> new Reached(name, status.toString()));
  }

  /**
   * Whatever a test looks at.
   *
   * @param words how a script's failure and reports name it
   * @param holds asked under the world's lock; must neither block nor let time pass; what it throws
   *     fails the world
   * @return the condition
   */
  public static Condition holds(String words, BooleanSupplier holds) {
    Objects.requireNonNull(holds, "holds");
    return now(words, it -> asked(words, holds));
  }

  private static boolean asked(String words, BooleanSupplier holds) {
    try {
      return holds.getAsBoolean();
    } catch (RuntimeException failure) {
      throw new IllegalStateException(
          "the condition '" + words + "' of a script failed: " + failure, failure);
    }
  }

  private static int atLeastOne(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("counts are from 1, was " + number);
    }
    return number;
  }

  Supplier<Watch> watch() {
    return watch;
  }

  /**
   * The condition.
   *
   * @return a clause, such as {@code 10 jobs run}
   */
  @Override
  public String toString() {
    return words;
  }

  private static final class Reached implements Watch {

    private final Glob job;
    private final String status;
    private boolean reached;

    Reached(Glob job, String status) {
      this.job = job;
      this.status = status;
    }

    @Override
    public void jobMoved(String name, String to) {
      reached |= status.equals(to) && job.matchesJob(name);
    }

    @Override
    public boolean holds(SpotControl control) {
      return reached;
    }
  }
}
