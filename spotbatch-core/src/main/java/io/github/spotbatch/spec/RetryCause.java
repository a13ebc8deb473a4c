package io.github.spotbatch.spec;

/** A kind of failure that {@link RetryPolicy#alsoRetrying} adds to what a policy retries. */
public enum RetryCause {
  /**
   * The container ended with exit code 143, as a JVM does that was told to stop before its host was
   * gone; also what a job shows that was stopped for any other reason.
   */
  SIGTERM_EXIT,
  /**
   * The container never started: image pull, Docker or agent trouble, right or wrong image name.
   */
  START_FAILURE;

  /** The condition that retries this kind of failure. */
  RetryCondition condition() {
    return switch (this) {
      case SIGTERM_EXIT -> RetryCondition.retry().onExitCode("143").build();
      case START_FAILURE -> RetryCondition.retry().onStatusReason("Task failed to start*").build();
    };
  }
}
