package io.github.spotbatch.internal.image;

import io.github.spotbatch.exception.ImageException;
import org.jspecify.annotations.Nullable;

/** What a registry answered, or that it did not; whether asking again may help is known. */
final class RegistryException extends ImageException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final boolean passing;

  RegistryException(String message, int status, boolean passing, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.passing = passing;
  }

  /** The status of HTTP, 0 if there was no answer. */
  int status() {
    return status;
  }

  /** Whether a fresh login, or another try, may get another answer. */
  boolean passing() {
    return passing;
  }
}
