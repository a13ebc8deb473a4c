package io.github.spotbatch.internal.json;

import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** What a JSON text says, where it is of the wanted kind. */
public final class Nodes {

  private Nodes() {}

  /**
   * Reads a text that is one value and nothing else.
   *
   * @throws BadJsonException if it is none, or not all of one
   */
  public static JsonNode parse(String text, String fix) {
    try {
      // The parser stops after the first value; within an array it goes on.
      List<JsonNode> values = JsonNode.parser().parse("[" + text + "]").asArray();
      if (values.size() == 1) {
        return values.get(0);
      }
      throw BadJsonException.of(
          "The text", values.isEmpty() ? "empty" : "more than one value", fix);
    } catch (UncheckedIOException e) {
      throw BadJsonException.of("The text", "no whole JSON: " + reason(e), fix);
    }
  }

  /** The parser's first line, which says what and where. */
  private static String reason(UncheckedIOException failure) {
    Throwable cause = failure.getCause();
    String message = cause == null ? failure.getMessage() : cause.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  /** The members of an object. */
  public static Map<String, JsonNode> members(JsonNode node, String path) {
    return require(node.isObject(), node, path, "an object").asObject();
  }

  static List<JsonNode> elements(JsonNode node, String path) {
    return require(node.isArray(), node, path, "an array").asArray();
  }

  /** A text. */
  public static String text(JsonNode node, String path) {
    return require(node.isString(), node, path, "a text").asString();
  }

  static boolean truth(JsonNode node, String path) {
    return require(node.isBoolean(), node, path, "true or false").asBoolean();
  }

  /** A number. */
  public static <T> T number(JsonNode node, String path, Function<String, T> parse) {
    try {
      return parse.apply(require(node.isNumber(), node, path, "a number").asNumber());
    } catch (NumberFormatException e) {
      throw wrong(node, path, "a number of its range");
    }
  }

  private static JsonNode require(boolean holds, JsonNode node, String path, String expected) {
    if (!holds) {
      throw wrong(node, path, expected);
    }
    return node;
  }

  static BadJsonException wrong(JsonNode node, String path, String expected) {
    return BadJsonException.of(path, shown(node), "give " + expected);
  }

  /** A member that is not known. */
  public static BadJsonException unknown(String path, JsonNode node, Collection<String> known) {
    return BadJsonException.of(
        path,
        shown(node),
        "leave it out, since it is not known; there can be " + String.join(", ", known));
  }

  /** A text in quotes, so that it is not taken for a number. */
  static String shown(JsonNode node) {
    return node.isString() ? '"' + node.asString() + '"' : node.toString();
  }
}
