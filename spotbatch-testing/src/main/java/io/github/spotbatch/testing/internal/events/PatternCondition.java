package io.github.spotbatch.testing.internal.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** One condition on a field: a value that it must have, or a comparison. */
final class PatternCondition {

  private PatternCondition() {}

  /** Whether a scalar, or a missing field, meets the condition. */
  static boolean matches(JsonNode condition, JsonNode value) {
    if (!condition.isObject()) {
      return same(condition, value);
    }
    String operator = condition.fieldNames().next();
    JsonNode operand = condition.get(operator);
    if (operator.equals("exists")) {
      return operand.asBoolean() != value.isMissingNode();
    }
    if (value.isMissingNode()) {
      return false;
    }
    return switch (operator) {
      case "anything-but" -> !anyOf(operand, value);
      case "numeric" -> value.isNumber() && inRange(operand, value.decimalValue());
      default -> text(operator, operand, value);
    };
  }

  // Numbers are compared as they are written: 300 is not 300.0.
  private static boolean same(JsonNode wanted, JsonNode value) {
    return wanted.getNodeType() == value.getNodeType() && wanted.asText().equals(value.asText());
  }

  private static boolean anyOf(JsonNode excluded, JsonNode value) {
    if (excluded.isObject()) {
      String operator = excluded.fieldNames().next();
      return text(operator, excluded.get(operator), value);
    }
    if (excluded.isArray()) {
      for (JsonNode one : excluded) {
        if (same(one, value)) {
          return true;
        }
      }
      return false;
    }
    return same(excluded, value);
  }

  private static boolean text(String operator, JsonNode operand, JsonNode value) {
    if (!value.isTextual()) {
      return false;
    }
    if (operand.isArray()) {
      for (JsonNode one : operand) {
        if (text(operator, one, value)) {
          return true;
        }
      }
      return false;
    }
    BiPredicate<String, String> comparison = comparison(operator);
    return operand.isObject()
        ? comparison.test(lower(value.asText()), lower(operand.path("equals-ignore-case").asText()))
        : comparison.test(value.asText(), operand.asText());
  }

  private static BiPredicate<String, String> comparison(String operator) {
    return switch (operator) {
      case "prefix" -> String::startsWith;
      case "suffix" -> String::endsWith;
      case "equals-ignore-case" -> String::equalsIgnoreCase;
      case "wildcard" -> (value, wildcard) -> wildcard(wildcard).matcher(value).matches();
      default -> throw new IllegalStateException("unchecked operator " + operator);
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  // A backslash makes a star or a backslash stand for itself.
  private static Pattern wildcard(String wildcard) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < wildcard.length(); i++) {
      char c = wildcard.charAt(i);
      if (c == '\\' && i + 1 < wildcard.length()) {
        i++;
        regex.append(Pattern.quote(String.valueOf(wildcard.charAt(i))));
      } else {
        regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static boolean inRange(JsonNode range, BigDecimal value) {
    for (int i = 0; i < range.size(); i += 2) {
      int order = value.compareTo(range.get(i + 1).decimalValue());
      boolean met =
          switch (range.get(i).asText()) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> order == 0;
          };
      if (!met) {
        return false;
      }
    }
    return true;
  }
}
