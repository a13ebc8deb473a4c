package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.spot.MarketScript;
import java.time.Duration;

/**
 * What befalls a Spot market, step by step, read from top to bottom: each step comes at its time or
 * when its condition holds, but never before the one above it.
 *
 * <pre>{@code
 * aws.spot().script("a bad night")
 *     .at(Duration.ofMinutes(10), Adversity.drain("c5.*"))
 *     .when(Condition.jobsRunning(10), Adversity.reclaimShare(0.5, "m5.* in us-east-1a"))
 *     .after(Duration.ofHours(1), Adversity.giveBack("c5.*"));
 * }</pre>
 *
 * <p>A step that has not happened at the end, or that found no pool or host to happen to, fails
 * {@link FakeAws#verify()}, which says which hosts and pools there were.
 *
 * <p>Thread-safe.
 */
public final class SpotScript {

  private final World world;
  private final MarketScript script;

  SpotScript(World world, MarketScript script) {
    this.world = world;
    this.script = script;
  }

  /**
   * The next step, at a time.
   *
   * @param sinceBeginning how long after {@link SpotScripts#script} was called; a step that stands
   *     below one that happens later happens right after that one
   * @param adversity what happens
   * @return this script
   * @throws IllegalArgumentException if the time is negative
   * @throws IllegalStateException if the world is closed
   */
  public SpotScript at(Duration sinceBeginning, Adversity adversity) {
    Duration time = notNegative(sinceBeginning);
    world.act(
        () ->
            script.at(
                time, adversity.toString(), control -> Adversities.befall(adversity, control)));
    return this;
  }

  /**
   * The next step, some time after the one above.
   *
   * @param sinceLast how long after it has happened; the first step counts from the beginning
   * @param adversity what happens
   * @return this script
   * @throws IllegalArgumentException if the time is negative
   * @throws IllegalStateException if the world is closed
   */
  public SpotScript after(Duration sinceLast, Adversity adversity) {
    Duration time = notNegative(sinceLast);
    world.act(
        () ->
            script.after(
                time, adversity.toString(), control -> Adversities.befall(adversity, control)));
    return this;
  }

  /**
   * The next step, as soon as a condition holds and the step above has happened.
   *
   * @param condition what is waited for
   * @param adversity what happens
   * @return this script
   * @throws IllegalStateException if the world is closed
   */
  public SpotScript when(Condition condition, Adversity adversity) {
    world.act(
        () ->
            script.when(
                condition.toString(),
                condition.watch(),
                adversity.toString(),
                control -> Adversities.befall(adversity, control)));
    return this;
  }

  private static Duration notNegative(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("nothing happens before the start, but at " + time);
    }
    return time;
  }
}
