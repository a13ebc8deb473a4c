package io.github.spotbatch.internal.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Trees of maps, lists, texts, numbers and truth values as JSON for people to read. */
public final class JsonText {

  private static final String STEP = "  ";

  /** Up to this width plain members and elements share a line; 0: objects never, arrays always. */
  private final int widest;

  private JsonText(int widest) {
    this.widest = widest;
  }

  /** With a line for each member of each object. */
  public static String of(Object tree) {
    return new JsonText(0).value(tree, "");
  }

  /** With what is small in one line each. */
  public static String compact(Object tree) {
    return new JsonText(90).value(tree, "");
  }

  private String value(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      return object(map, indent);
    }
    if (value instanceof Collection<?> list) {
      return array(list, indent);
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : quoted(value.toString());
  }

  private String object(Map<?, ?> members, String indent) {
    List<String> lines = new ArrayList<>();
    members.forEach(
        (name, member) ->
            lines.add(quoted(String.valueOf(name)) + ": " + value(member, indent + STEP)));
    String line = "{" + String.join(", ", lines) + "}";
    boolean small = line.length() <= widest && members.values().stream().allMatch(JsonText::plain);
    return small ? line : block("{", lines, "}", indent);
  }

  private static boolean plain(Object value) {
    return !(value instanceof Map || value instanceof Collection);
  }

  private String array(Collection<?> items, String indent) {
    List<String> lines = items.stream().map(item -> value(item, indent + STEP)).toList();
    String line = "[" + String.join(", ", lines) + "]";
    boolean fits = widest == 0 || items.size() < 2 || line.length() <= widest;
    return fits && items.stream().noneMatch(Map.class::isInstance)
        ? line
        : block("[", lines, "]", indent);
  }

  private static String block(String open, List<String> lines, String close, String indent) {
    if (lines.isEmpty()) {
      return open + close;
    }
    String separator = ",\n" + indent + STEP;
    return open + "\n" + indent + STEP + String.join(separator, lines) + "\n" + indent + close;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> quoted.append("\\\\");
        case '"' -> quoted.append("\\\"");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(isPlain(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
      }
    }
    return quoted.append('"').toString();
  }

  /** Half a pair of surrogates is no character and would not survive in a file. */
  private static boolean isPlain(char c) {
    return c >= ' ' && c != '\u007f' && !Character.isSurrogate(c);
  }
}
