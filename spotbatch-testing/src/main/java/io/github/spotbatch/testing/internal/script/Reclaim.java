package io.github.spotbatch.testing.internal.script;

import java.time.Duration;

/** Spot takes the host of one attempt of one job back, once. */
public final class Reclaim {

  private final Glob job;
  private final int attempt;
  private final Duration after;
  private boolean fired;

  public Reclaim(Glob job, int attempt, Duration after) {
    this.job = job;
    this.attempt = attempt;
    this.after = after;
  }

  boolean concerns(String jobName, int number) {
    return !fired && attempt == number && job.matchesJob(jobName);
  }

  /** From the attempt's start to the interruption notice. */
  public Duration after() {
    return after;
  }

  /** Whether this is the first time. */
  public boolean fire() {
    boolean first = !fired;
    fired = true;
    return first;
  }

  public boolean fired() {
    return fired;
  }

  @Override
  public String toString() {
    return "reclaim of the host of " + job + ", attempt " + attempt + ", after " + after;
  }
}
