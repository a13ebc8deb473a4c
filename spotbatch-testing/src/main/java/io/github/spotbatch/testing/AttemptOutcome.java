package io.github.spotbatch.testing;

/** How an attempt of a job ended. */
public enum AttemptOutcome {
  /** It has not ended. */
  UNDER_WAY,
  /** Its container ended with exit code 0. */
  SUCCEEDED,
  /** It failed by itself: another exit code, no start, or a timeout. */
  FAILED,
  /**
   * It went with its host, which Spot took back or which was shut down for another reason; also if
   * the host's SIGTERM ended the container first.
   */
  LOST_WITH_HOST,
  /** Somebody terminated the job. */
  STOPPED;

  /**
   * Whether what the attempt cost bought nothing, and nobody wanted it so.
   *
   * @return true of {@link #FAILED} and {@link #LOST_WITH_HOST}
   */
  public boolean wasted() {
    return this == FAILED || this == LOST_WITH_HOST;
  }
}
