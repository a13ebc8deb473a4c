package io.github.spotbatch.exception;

import org.jspecify.annotations.Nullable;

/** Something failed at run time: on AWS, on the way to it, or while waiting for it. */
public class SpotBatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what happened, the value, and what to do
   */
  public SpotBatchException(String message) {
    super(message);
  }

  /**
   * Creates an exception with its cause.
   *
   * @param message what happened, the value, and what to do
   * @param cause what led to it, if known
   */
  public SpotBatchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
