package io.github.spotbatch.spec;

/** What a {@link RetryCondition} asks for; Batch calls it RetryAction. */
public enum RetryAction {
  /** Try again while attempts remain. */
  RETRY,
  /** End the job as failed. */
  EXIT
}
