package io.github.spotbatch.internal.diff;

import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.batch.model.KeyValuePair;

/**
 * What a request says, as structures, maps, lists and texts that can be compared. What is empty
 * counts as not said, since AWS answers empty lists where nothing was given.
 */
final class RequestTree {

  /** A structure of the AWS SDK: what one does not say is open, whereas a map is complete. */
  record Struct(SortedMap<String, Object> members) {

    @Override
    public String toString() {
      return members.toString();
    }
  }

  /** A text that is compared and never shown. */
  record Hidden(String text) {

    @Override
    public String toString() {
      return "***";
    }
  }

  private RequestTree() {}

  static Struct of(SdkPojo pojo) {
    SortedMap<String, Object> members = new TreeMap<>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null) {
        String name = decapitalized(field.memberName());
        Object member = member(pojo, name, value);
        if (!isEmpty(member)) {
          members.put(name, member);
        }
      }
    }
    return new Struct(members);
  }

  private static Object member(SdkPojo pojo, String name, Object value) {
    if (pojo instanceof KeyValuePair variable && name.equals("value")) {
      return new Hidden(variable.value());
    }
    boolean isPolicy = name.endsWith("olicyDocument") || name.endsWith("olicyText");
    return isPolicy ? document(value.toString()) : value(value);
  }

  private static Object value(Object value) {
    if (value instanceof SdkPojo pojo) {
      return of(pojo);
    }
    if (value instanceof Map<?, ?> map) {
      SortedMap<String, Object> sorted = new TreeMap<>();
      map.forEach((key, member) -> sorted.put(String.valueOf(key), value(member)));
      return sorted;
    }
    if (value instanceof Collection<?> list) {
      return list.stream()
          .filter(element -> !isVariableWithoutValue(element))
          .map(RequestTree::value)
          .toList();
    }
    return value.toString();
  }

  /** Batch forgets environment variables that have no value. */
  private static boolean isVariableWithoutValue(Object element) {
    return element instanceof KeyValuePair variable
        && (variable.value() == null || variable.value().isEmpty());
  }

  private static boolean isEmpty(Object value) {
    return value.equals("")
        || (value instanceof Struct struct && struct.members().isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof Collection<?> list && list.isEmpty());
  }

  /** A policy as JSON; a text that is none is AWS's to refuse. */
  private static Object document(String text) {
    try {
      return json(JsonNode.parser().parse(text));
    } catch (UncheckedIOException e) {
      return text;
    }
  }

  /** In policies the order of an array means nothing, and a value alone is an array of one. */
  private static Object json(JsonNode node) {
    if (node.isObject()) {
      SortedMap<String, Object> members = new TreeMap<>();
      node.asObject().forEach((name, member) -> members.put(name, json(member)));
      return members;
    }
    if (node.isArray()) {
      List<Object> elements =
          node.asArray().stream()
              .map(RequestTree::json)
              .sorted(Comparator.comparing(Object::toString))
              .toList();
      return elements.size() == 1 ? elements.get(0) : elements;
    }
    return String.valueOf(node.text());
  }

  private static String decapitalized(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
