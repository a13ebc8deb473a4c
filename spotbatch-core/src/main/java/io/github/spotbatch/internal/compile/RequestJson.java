package io.github.spotbatch.internal.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.batch.model.KeyValuePair;

/** Shows a request of the AWS SDK as JSON with sorted members; what is not set is left out. */
public final class RequestJson {

  private static final String STEP = "  ";
  private static final String SUFFIX = "Request";

  private final boolean hidesEnvironment;

  private RequestJson(boolean hidesEnvironment) {
    this.hidesEnvironment = hidesEnvironment;
  }

  /** The operation's name, such as {@code CreateRole}. */
  public static String operation(SdkPojo request) {
    String name = request.getClass().getSimpleName();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  public static String render(SdkPojo request) {
    return new RequestJson(false).object(members(request), "");
  }

  /** As {@link #render}, for logs and screens: without the values of environment variables. */
  public static String renderForEyes(SdkPojo request) {
    return new RequestJson(true).object(members(request), "");
  }

  private static Map<String, Object> members(SdkPojo pojo) {
    Map<String, Object> members = new TreeMap<>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      boolean unset =
          value == null
              || value instanceof SdkAutoConstructList
              || value instanceof SdkAutoConstructMap;
      if (!unset) {
        members.put(field.memberName(), value);
      }
    }
    return members;
  }

  private String value(Object value, String indent) {
    if (hidesEnvironment && value instanceof KeyValuePair variable) {
      return object(members(variable.copy(v -> v.value("***"))), indent);
    }
    if (value instanceof SdkPojo pojo) {
      return object(members(pojo), indent);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, member) -> sorted.put(String.valueOf(key), member));
      return object(sorted, indent);
    }
    if (value instanceof Collection<?> list) {
      return array(list, indent);
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : quoted(value.toString());
  }

  private String object(Map<String, Object> members, String indent) {
    List<String> lines = new ArrayList<>();
    members.forEach(
        (name, member) -> lines.add(quoted(name) + ": " + value(member, indent + STEP)));
    return block("{", lines, "}", indent);
  }

  private String array(Collection<?> items, String indent) {
    boolean plain = items.stream().noneMatch(i -> i instanceof SdkPojo || i instanceof Map);
    List<String> lines = items.stream().map(item -> value(item, indent + STEP)).toList();
    return plain ? "[" + String.join(", ", lines) + "]" : block("[", lines, "]", indent);
  }

  private static String block(String open, List<String> lines, String close, String indent) {
    if (lines.isEmpty()) {
      return open + close;
    }
    String separator = ",\n" + indent + STEP;
    return open + "\n" + indent + STEP + String.join(separator, lines) + "\n" + indent + close;
  }

  private static String quoted(String text) {
    String escaped =
        text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t");
    return '"' + escaped + '"';
  }
}
