package io.github.spotbatch.job;

/**
 * A child of an array job that failed.
 *
 * @param index which of the children, from 0; its handle is {@link JobHandle#child(int)}
 * @param result what became of it, with all its attempts
 */
public record FailedChild(int index, JobResult result) {

  /**
   * Why it failed.
   *
   * @return the cause
   */
  public AttemptCause cause() {
    return result.cause().orElseGet(() -> new AttemptCause.Unknown(""));
  }
}
