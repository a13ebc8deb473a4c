package io.github.spotbatch.exception;

import org.jspecify.annotations.Nullable;

/**
 * An image could not be looked up, built or pushed. The message says which and what to do; it never
 * holds a password or a token.
 */
public class ImageException extends SpotBatchException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what happened, the value, and what to do
   */
  public ImageException(String message) {
    super(message);
  }

  /**
   * Creates an exception.
   *
   * @param message what happened, the value, and what to do
   * @param cause what led to it
   */
  public ImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
