package io.github.spotbatch.testing.internal.script;

import java.time.Duration;

/** A reclaim of which a test has not said yet when it comes, and so may have forgotten to. */
public final class UntimedReclaim {

  private final Glob job;
  private final int attempt;

  public UntimedReclaim(Glob job, int attempt) {
    this.job = job;
    this.attempt = attempt;
  }

  public UntimedReclaim onAttempt(int number) {
    return new UntimedReclaim(job, number);
  }

  Reclaim after(Duration delay) {
    return new Reclaim(job, attempt, delay);
  }

  @Override
  public String toString() {
    return "reclaim of the host of %s, attempt %d, without a time: say after(..)"
        .formatted(job, attempt);
  }
}
