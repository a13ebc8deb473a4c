package io.github.spotbatch.testing.internal.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a rule wants of an event: every field of the pattern must match, by any of its values. */
public final class EventPattern {

  static final String OR = "$or";

  private static final String DETAIL = "detail";

  private final JsonNode pattern;

  private EventPattern(JsonNode pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads a pattern.
   *
   * @throws InvalidPattern if EventBridge would not take it
   * @throws UnsupportedOperationException for what the fake does not model
   */
  public static EventPattern of(String text) {
    JsonNode pattern =
        EventJson.parse(text).orElseThrow(() -> new InvalidPattern("Filter is not valid JSON"));
    PatternSyntax.check(pattern);
    return new EventPattern(pattern);
  }

  boolean matches(JsonNode event) {
    return object(pattern, event);
  }

  /** Whether an event may match whose detail is not known yet. */
  boolean mayMatch(JsonNode withoutDetail) {
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      String name = field.getKey();
      boolean known = !name.equals(DETAIL) && !name.startsWith(DETAIL + ".") && !name.equals(OR);
      if (known && !field(name, field.getValue(), withoutDetail)) {
        return false;
      }
    }
    return true;
  }

  // The fields of a pattern that lie within an array must match in one of its elements.
  private static boolean object(JsonNode wanted, JsonNode node) {
    if (node.isArray() && !node.isEmpty()) {
      return any(node, element -> object(wanted, element));
    }
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      if (!field(field.getKey(), field.getValue(), node)) {
        return false;
      }
    }
    return true;
  }

  private static boolean field(String name, JsonNode wanted, JsonNode node) {
    if (isAlternative(name, wanted)) {
      return any(wanted, alternative -> object(alternative, node));
    }
    JsonNode value = child(node, name);
    return wanted.isObject() ? object(wanted, value) : leaf(wanted, value);
  }

  /** Whether a field is the operator for one of several patterns, and not a field of that name. */
  static boolean isAlternative(String name, JsonNode wanted) {
    return name.equals(OR)
        && wanted.isArray()
        && wanted.size() > 1
        && !any(wanted, alternative -> !alternative.isObject());
  }

  private static boolean leaf(JsonNode conditions, JsonNode value) {
    List<JsonNode> values = new ArrayList<>();
    addScalars(value, values);
    if (values.isEmpty()) {
      values.add(MissingNode.getInstance());
    }
    return any(
        conditions,
        condition -> values.stream().anyMatch(it -> PatternCondition.matches(condition, it)));
  }

  private static void addScalars(JsonNode value, List<JsonNode> scalars) {
    if (value.isArray()) {
      value.forEach(element -> addScalars(element, scalars));
    } else if (value.isValueNode()) {
      scalars.add(value);
    }
  }

  // A name with dots can also mean a path.
  private static JsonNode child(JsonNode node, String name) {
    JsonNode child = node.path(name);
    for (int dot = name.indexOf('.');
        child.isMissingNode() && dot >= 0;
        dot = name.indexOf('.', dot + 1)) {
      JsonNode parent = node.path(name.substring(0, dot));
      child = parent.isObject() ? child(parent, name.substring(dot + 1)) : child;
    }
    return child;
  }

  private static boolean any(JsonNode array, Predicate<JsonNode> test) {
    for (JsonNode element : array) {
      if (test.test(element)) {
        return true;
      }
    }
    return false;
  }
}
