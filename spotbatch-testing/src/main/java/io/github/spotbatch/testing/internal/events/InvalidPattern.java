package io.github.spotbatch.testing.internal.events;

/** Why EventBridge would not take an event pattern. */
public final class InvalidPattern extends RuntimeException {

  private static final long serialVersionUID = 1;

  InvalidPattern(String reason) {
    super(reason);
  }
}
