package io.github.spotbatch.internal.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.utils.builder.Buildable;

/** Reads objects of the AWS SDK from JSON. */
final class PojoReader {

  /** Whether what is not known is refused, rather than left out. */
  private final boolean strict;

  PojoReader(boolean strict) {
    this.strict = strict;
  }

  Object read(SdkPojo builder, JsonNode node, String path) {
    Map<String, SdkField<?>> fields = new TreeMap<>();
    builder.sdkFields().forEach(field -> fields.put(field.memberName(), field));
    Nodes.members(node, path)
        .forEach(
            (name, member) -> {
              String where = path + "." + name;
              SdkField<?> field = fields.get(name);
              if (field == null && strict) {
                throw Nodes.unknown(where, member, fields.keySet());
              }
              if (field != null && (strict || !member.isNull())) {
                field.set(builder, value(field, member, where));
              }
            });
    return ((Buildable) builder).build();
  }

  private Object value(SdkField<?> field, JsonNode node, String path) {
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
              "%s is a %s, which is not read from JSON".formatted(path, field.marshallingType()));
    };
  }

  private Object number(JsonNode node, String path, Function<String, Object> parse) {
    return Nodes.number(node, path, parse);
  }

  private List<Object> list(SdkField<?> element, JsonNode node, String path) {
    List<JsonNode> nodes = Nodes.elements(node, path);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      list.add(value(element, nodes.get(i), path + "[" + i + "]"));
    }
    return list;
  }

  private Map<String, Object> map(SdkField<?> member, JsonNode node, String path) {
    Map<String, Object> map = new LinkedHashMap<>();
    Nodes.members(node, path)
        .forEach((key, value) -> map.put(key, value(member, value, path + "." + key)));
    return map;
  }
}
