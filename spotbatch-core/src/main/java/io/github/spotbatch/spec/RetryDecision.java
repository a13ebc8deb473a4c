package io.github.spotbatch.spec;

/** What becomes of a job after a failed attempt. */
public enum RetryDecision {
  /** The job goes back to the front of its queue for another attempt. */
  RETRY,
  /** The job ends as failed. */
  EXIT
}
