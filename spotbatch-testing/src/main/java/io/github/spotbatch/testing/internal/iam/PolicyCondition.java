package io.github.spotbatch.testing.internal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a policy.
 *
 * @param operator such as {@code ArnLike}, as it was given
 * @param key such as {@code aws:SourceArn}, as it was given
 * @param values any of which will do
 */
public record PolicyCondition(String operator, String key, List<String> values) {

  private static final String IF_EXISTS = "IfExists";
  private static final int ARN_PARTS = 6;
  private static final Set<String> OPERATORS =
      Set.of("StringEquals", "StringLike", "ArnEquals", "ArnLike");

  public PolicyCondition {
    values = List.copyOf(values);
  }

  /** The conditions of a statement, which must all hold. */
  public static List<PolicyCondition> of(JsonNode statement) {
    List<PolicyCondition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : statement.path("Condition").properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        conditions.add(
            new PolicyCondition(
                operator.getKey(), key.getKey(), PolicyDocument.texts(key.getValue())));
      }
    }
    return List.copyOf(conditions);
  }

  /** The key in small letters, for case makes no difference. */
  public String lowerKey() {
    return key.toLowerCase(Locale.ROOT);
  }

  /** Whether the fake knows what the condition means, if it knows the key. */
  public boolean isModelled() {
    return OPERATORS.contains(bareOperator())
        && values.stream().noneMatch(value -> value.contains("${"));
  }

  /**
   * Whether the condition holds.
   *
   * @param sent what the request says, by the keys in small letters
   */
  public boolean holds(Map<String, String> sent) {
    if (!isModelled()) {
      throw unsupported();
    }
    @Nullable String actual = sent.get(lowerKey());
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

  UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("spotbatch-testing does not model " + this);
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
