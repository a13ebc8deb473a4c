package io.github.spotbatch.testing.internal.image;

/** An image cannot be executed on this machine; the message says why, and is the fake's own. */
public final class UnusableImage extends RuntimeException {

  private static final long serialVersionUID = 1;

  public UnusableImage(String message) {
    super(message);
  }

  UnusableImage(String message, Throwable cause) {
    super(message, cause);
  }
}
