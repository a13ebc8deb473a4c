package io.github.spotbatch.testing.internal;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request checks that many AWS services share, and the sentence that they answer with. */
public final class Constraint {

  private Constraint() {}

  /** What is wrong with a string that must be there, have a length and match a pattern. */
  public static Optional<String> text(
      String member, @Nullable String value, int maxLength, Pattern pattern) {
    if (value == null) {
      return broken("null", member, "Member must not be null");
    }
    if (value.isEmpty()) {
      return broken(quoted(value), member, "Member must have length greater than or equal to 1");
    }
    if (value.length() > maxLength) {
      return broken(
          quoted(value), member, "Member must have length less than or equal to " + maxLength);
    }
    return pattern.matcher(value).matches()
        ? Optional.empty()
        : broken(
            quoted(value),
            member,
            "Member must satisfy regular expression pattern: " + pattern.pattern());
  }

  /** What is wrong with a number, if it is given at all. */
  public static Optional<String> range(String member, @Nullable Number value, int min, int max) {
    if (value == null || (value.longValue() >= min && value.longValue() <= max)) {
      return Optional.empty();
    }
    String bound =
        value.longValue() < min
            ? "Member must have value greater than or equal to " + min
            : "Member must have value less than or equal to " + max;
    return broken(quoted(value), member, bound);
  }

  /** One broken constraint, as AWS says it. */
  public static Optional<String> broken(String value, String member, String constraint) {
    return Optional.of(
        "1 validation error detected: Value "
            + value
            + " at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }

  private static String quoted(Object value) {
    return "'" + value + "'";
  }
}
