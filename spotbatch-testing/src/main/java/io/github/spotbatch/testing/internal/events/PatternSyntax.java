package io.github.spotbatch.testing.internal.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What EventBridge refuses in a pattern. It says where, too, behind the reason: that the fake
 * leaves out.
 */
final class PatternSyntax {

  private static final List<String> INSIDE_ANYTHING_BUT =
      List.of("prefix", "suffix", "equals-ignore-case", "wildcard");

  private PatternSyntax() {}

  static void check(JsonNode pattern) {
    if (!pattern.isObject()) {
      throw new InvalidPattern("Filter is not an object");
    }
    if (pattern.isEmpty()) {
      throw new InvalidPattern("Empty objects are not allowed");
    }
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      check(field.getKey(), field.getValue());
    }
  }

  private static void check(String name, JsonNode wanted) {
    if (wanted.isObject()) {
      check(wanted);
    } else if (!wanted.isArray()) {
      throw new InvalidPattern("\"" + name + "\" must be an object or an array");
    } else if (wanted.isEmpty()) {
      throw new InvalidPattern("Empty arrays are not allowed");
    } else if (EventPattern.isAlternative(name, wanted)) {
      wanted.forEach(PatternSyntax::check);
    } else {
      wanted.forEach(PatternSyntax::condition);
    }
  }

  private static void condition(JsonNode condition) {
    if (condition.isArray()) {
      throw new InvalidPattern("Match value must be String, number, true, false, or null");
    }
    if (!condition.isObject()) {
      return;
    }
    if (condition.size() != 1) {
      throw new InvalidPattern("Only one key allowed in match expression");
    }
    String operator = condition.fieldNames().next();
    JsonNode operand = condition.get(operator);
    switch (operator) {
      case "prefix", "suffix" -> affix(operator, operand);
      case "equals-ignore-case" -> text(operator, operand);
      case "wildcard" -> wildcard(operand);
      case "anything-but" -> anythingBut(operand);
      case "numeric" -> numeric(operand);
      case "exists" ->
          require(operand.isBoolean(), "exists match pattern must be either true or false.");
      case "cidr" ->
          throw new UnsupportedOperationException(
              "spotbatch-testing does not model events patterns with [operator=cidr]");
      default -> throw new InvalidPattern("Unrecognized match type " + operator);
    }
  }

  private static void affix(String operator, JsonNode operand) {
    if (operand.isObject() && operand.size() == 1) {
      String inner = operand.fieldNames().next();
      require(inner.equals("equals-ignore-case"), "Unsupported anything-but pattern: " + inner);
      text(operator, operand.get(inner));
    } else {
      text(operator, operand);
    }
  }

  private static void anythingBut(JsonNode operand) {
    if (operand.isArray()) {
      require(!operand.isEmpty(), "Empty arrays are not allowed");
      operand.forEach(PatternSyntax::scalar);
    } else if (operand.isObject()) {
      require(operand.size() == 1, "Only one key allowed in match expression");
      String inner = operand.fieldNames().next();
      require(INSIDE_ANYTHING_BUT.contains(inner), "Unsupported anything-but pattern: " + inner);
      textOrTexts(inner, operand.get(inner));
    } else {
      scalar(operand);
    }
  }

  private static void scalar(JsonNode value) {
    require(
        value.isTextual() || value.isNumber(),
        "Value of anything-but must be an array or single string/number value.");
  }

  private static void textOrTexts(String operator, JsonNode operand) {
    if (operand.isArray()) {
      operand.forEach(one -> textOrTexts(operator, one));
    } else if (operator.equals("wildcard")) {
      wildcard(operand);
    } else {
      text(operator, operand);
      require(!operand.asText().isEmpty(), "Null prefix/suffix not allowed");
    }
  }

  private static void text(String operator, JsonNode operand) {
    require(operand.isTextual(), operator + " match pattern must be a string");
  }

  private static void wildcard(JsonNode operand) {
    text("wildcard", operand);
    int twice = operand.asText().indexOf("**");
    require(twice < 0, "Consecutive wildcard characters at pos " + (twice + 1));
  }

  // One comparison, or two that make a range.
  private static void numeric(JsonNode range) {
    require(range.isArray(), "Value of numeric must be an array.");
    require(!range.isEmpty(), "Invalid member in numeric match: ]");
    comparison(
        range, 0, List.of("<", "<=", "=", ">", ">="), "Unrecognized numeric range operator: ");
    if (range.size() == 2) {
      return;
    }
    String first = range.get(0).asText();
    require(first.startsWith(">"), "Too many elements in numeric expression");
    comparison(range, 2, List.of("<", "<="), "Bad numeric range operator: ");
    require(range.size() == 4, "Too many terms in numeric range expression");
    require(
        range.get(1).decimalValue().compareTo(range.get(3).decimalValue()) < 0,
        "Bottom must be less than top");
  }

  private static void comparison(JsonNode range, int at, List<String> operators, String bad) {
    JsonNode operator = range.get(at);
    require(operator.isTextual(), "Invalid member in numeric match: " + operator);
    require(operators.contains(operator.asText()), bad + operator.asText());
    String name = operator.asText().equals("=") ? "equals" : operator.asText();
    require(range.path(at + 1).isNumber(), "Value of " + name + " must be numeric");
  }

  private static void require(boolean holds, String reason) {
    if (!holds) {
      throw new InvalidPattern(reason);
    }
  }
}
