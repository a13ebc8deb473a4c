package io.github.spotbatch.spec;

import java.util.List;

/** What is legal but unwise in a retry policy. */
final class RetryWarnings {
  private RetryWarnings() {}

  static List<String> of(RetryPolicy policy) {
    boolean unused = policy.attempts() == 1 && !policy.conditions().isEmpty();
    return unused ? List.of("With 1 attempt the conditions never take part.") : List.of();
  }
}
