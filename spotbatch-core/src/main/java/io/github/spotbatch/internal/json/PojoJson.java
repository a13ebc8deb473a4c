package io.github.spotbatch.internal.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.utils.builder.Buildable;

/** Objects of the AWS SDK as trees with sorted members and back; what is not set is left out. */
public final class PojoJson {

  private PojoJson() {}

  /**
   * The members of an object.
   *
   * @param seen what is written in place of each object within it
   */
  public static Map<String, Object> tree(SdkPojo pojo, UnaryOperator<SdkPojo> seen) {
    Map<String, Object> members = new TreeMap<>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = value(field, pojo);
      boolean unset = value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
      if (value != null && !unset) {
        members.put(field.memberName(), node(value, seen));
      }
    }
    return members;
  }

  /** As it is set; the SDK would make a new token of idempotency with each look. */
  private static @Nullable Object value(SdkField<?> field, SdkPojo pojo) {
    return field.containsTrait(DefaultValueTrait.class) && pojo instanceof SdkRequest request
        ? request.getValueForField(field.memberName(), Object.class).orElse(null)
        : field.getValueOrDefault(pojo);
  }

  private static Object node(Object value, UnaryOperator<SdkPojo> seen) {
    if (value instanceof SdkPojo pojo) {
      return tree(seen.apply(pojo), seen);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, member) -> sorted.put(String.valueOf(key), node(member, seen)));
      return sorted;
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(element -> node(element, seen)).toList();
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  /**
   * Builds an object.
   *
   * @param builder of its class, empty
   */
  static Object read(SdkPojo builder, JsonNode node, String path) {
    Map<String, SdkField<?>> fields = new TreeMap<>();
    builder.sdkFields().forEach(field -> fields.put(field.memberName(), field));
    Nodes.members(node, path)
        .forEach(
            (name, member) -> {
              String where = path + "." + name;
              SdkField<?> field = fields.get(name);
              if (field == null) {
                throw Nodes.unknown(where, member, fields.keySet());
              }
              field.set(builder, value(field, member, where));
            });
    return ((Buildable) builder).build();
  }

  private static Object value(SdkField<?> field, JsonNode node, String path) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> Nodes.text(node, path);
      case BOOLEAN -> Nodes.truth(node, path);
      case INTEGER -> number(node, path, Integer::valueOf);
      case LONG -> number(node, path, Long::valueOf);
      case FLOAT -> number(node, path, Float::valueOf);
      case DOUBLE -> number(node, path, Double::valueOf);
      case INSTANT -> Scalars.read(Instant.class, node, path);
      case SDK_POJO -> read(field.constructor().get(), node, path);
      case LIST -> list(field.getTrait(ListTrait.class).memberFieldInfo(), node, path);
      case MAP -> map(field.getTrait(MapTrait.class).valueFieldInfo(), node, path);
      default ->
          throw new IllegalStateException(
              "%s is a %s, which no plan holds".formatted(path, field.marshallingType()));
    };
  }

  private static Object number(JsonNode node, String path, Function<String, Object> parse) {
    return Nodes.number(node, path, parse);
  }

  private static List<Object> list(SdkField<?> element, JsonNode node, String path) {
    List<JsonNode> nodes = Nodes.elements(node, path);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      list.add(value(element, nodes.get(i), path + "[" + i + "]"));
    }
    return list;
  }

  private static Map<String, Object> map(SdkField<?> member, JsonNode node, String path) {
    Map<String, Object> map = new LinkedHashMap<>();
    Nodes.members(node, path)
        .forEach((key, value) -> map.put(key, value(member, value, path + "." + key)));
    return map;
  }
}
