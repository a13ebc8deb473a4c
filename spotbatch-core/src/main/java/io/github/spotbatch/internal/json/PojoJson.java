package io.github.spotbatch.internal.json;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

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
   * Builds an object from what must be all known.
   *
   * @param builder of its class, empty
   */
  static Object read(SdkPojo builder, JsonNode node, String path) {
    return new PojoReader(true).read(builder, node, path);
  }

  /**
   * Builds an object from what others wrote: what is not known and what is null is left out.
   *
   * @param builder of its class, empty
   * @throws BadJsonException if something known is of a wrong kind
   */
  public static Object readKnown(SdkPojo builder, JsonNode node, String path) {
    return new PojoReader(false).read(builder, node, path);
  }
}
