package io.github.spotbatch.examples;

import java.io.UncheckedIOException;
import java.util.Objects;

/** Why a port cannot be listened on, in a sentence that says what to do. */
final class ListenFailure {

  private static final int FIRST_UNPRIVILEGED = 1024;

  private ListenFailure() {}

  static String explain(UncheckedIOException failure, int port) {
    String reason = String.valueOf(Objects.requireNonNull(failure.getCause()).getMessage());
    String what = "Cannot listen on 127.0.0.1:" + port + " (" + reason + "): ";
    return port < FIRST_UNPRIVILEGED && reason.contains("denied")
        ? what + "ports below 1024 are for the superuser; give a higher --port."
        : what + "give another --port, or 0 for any that is free.";
  }
}
