package io.github.spotbatch.internal.provision;

import org.jspecify.annotations.Nullable;

/** Puts a state, a status and AWS's reason into words. */
final class Statuses {

  private Statuses() {}

  static String text(@Nullable String state, @Nullable String status, @Nullable String reason) {
    String both = state + "/" + status;
    return reason == null || reason.isEmpty() ? both : both + " (" + reason + ")";
  }
}
