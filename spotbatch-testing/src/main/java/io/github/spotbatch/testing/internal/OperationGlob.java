package io.github.spotbatch.testing.internal;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Some operations: {@code SubmitJob} of whatever service, or {@code batch:SubmitJob}; {@code *}
 * stands for any text, and case does not matter.
 */
public final class OperationGlob {

  private final String text;
  private final Pattern pattern;

  public OperationGlob(String text) {
    String glob = text.contains(":") ? text : "*:" + text;
    this.text = text;
    this.pattern =
        Pattern.compile("\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E", Pattern.CASE_INSENSITIVE);
  }

  /** Whether an operation is meant, by its full name such as {@code batch:SubmitJob}. */
  public boolean matches(String operation) {
    return pattern.matcher(operation).matches();
  }

  /** Whether another says the same. */
  public boolean same(OperationGlob other) {
    return text.toLowerCase(Locale.ROOT).equals(other.text.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return text;
  }
}
