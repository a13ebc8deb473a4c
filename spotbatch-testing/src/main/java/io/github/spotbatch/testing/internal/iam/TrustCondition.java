package io.github.spotbatch.testing.internal.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a trust policy.
 *
 * @param operator such as {@code ArnLike}, as it was given
 * @param key such as {@code aws:SourceArn}, as it was given
 * @param values any of which will do
 */
record TrustCondition(String operator, String key, List<String> values) {

  private static final String IF_EXISTS = "IfExists";
  private static final int ARN_PARTS = 6;
  private static final Set<String> OPERATORS =
      Set.of("StringEquals", "StringLike", "ArnEquals", "ArnLike");
  private static final Set<String> KEYS = Set.of(Assumer.SOURCE_ACCOUNT, Assumer.SOURCE_ARN);

  TrustCondition {
    values = List.copyOf(values);
  }

  /** Whether the fake knows what the condition means. */
  boolean modelled() {
    return OPERATORS.contains(bareOperator())
        && KEYS.contains(key.toLowerCase(Locale.ROOT))
        && values.stream().noneMatch(value -> value.contains("${"));
  }

  /**
   * Whether the condition holds.
   *
   * @param sent what the service sends, by the keys in small letters
   */
  boolean holds(Map<String, String> sent) {
    if (!modelled()) {
      throw new UnsupportedOperationException("spotbatch-testing does not model " + this);
    }
    @Nullable String actual = sent.get(key.toLowerCase(Locale.ROOT));
    if (actual == null) {
      return operator.endsWith(IF_EXISTS);
    }
    return values.stream().anyMatch(value -> matches(value, actual));
  }

  private boolean matches(String value, String actual) {
    return switch (bareOperator()) {
      case "StringEquals" -> value.equals(actual);
      case "StringLike" -> Wildcards.match(value, actual);
      // IAM makes no difference between the two.
      default -> arnMatches(value.split(":", ARN_PARTS), actual.split(":", ARN_PARTS));
    };
  }

  /** A wildcard of one part does not reach into the next. */
  private static boolean arnMatches(String[] pattern, String[] actual) {
    if (pattern.length != ARN_PARTS || actual.length != ARN_PARTS) {
      return false;
    }
    for (int i = 0; i < ARN_PARTS; i++) {
      if (!Wildcards.match(pattern[i], actual[i])) {
        return false;
      }
    }
    return true;
  }

  private String bareOperator() {
    return operator.endsWith(IF_EXISTS)
        ? operator.substring(0, operator.length() - IF_EXISTS.length())
        : operator;
  }

  @Override
  public String toString() {
    return operator + " " + key + " " + values;
  }
}
