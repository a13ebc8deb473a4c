package io.github.spotbatch;

import java.time.Duration;

/**
 * One more try that a provisioner makes, since AWS refused the one before for a reason that passes,
 * or did not answer it.
 *
 * @param policy which of the provisioner's waits this is, such as {@code environment-deletable};
 *     its names do not change from run to run, so that tries can be counted by them
 * @param attempt how many tries there have been so far; at least 1
 * @param elapsed how long ago the first of them began
 * @param pause how long it is until the next
 */
public record ProvisioningRetry(String policy, int attempt, Duration elapsed, Duration pause) {

  /**
   * The retry in words.
   *
   * @return for example {@code environment-deletable, try 3 after 0.8 s, next in 0.25 s}
   */
  @Override
  public String toString() {
    return "%s, try %d after %s, next in %s"
        .formatted(policy, attempt, seconds(elapsed), seconds(pause));
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
