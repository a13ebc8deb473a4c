package io.github.spotbatch.testing.internal.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** SDK objects as JSON. */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static Map<?, ?> read(byte[] body) {
    try {
      Map<?, ?> tree = body.length == 0 ? Map.of() : MAPPER.readValue(body, Map.class);
      if (tree == null) {
        throw new IllegalArgumentException("the body is null, not a JSON object");
      }
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] write(Map<String, Object> tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fields of the body that are set. */
  public static Map<String, Object> tree(SdkPojo pojo) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = Shapes.get(field, pojo);
      if (value != null && field.location() == MarshallLocation.PAYLOAD) {
        tree.put(field.locationName(), node(field, value));
      }
    }
    return tree;
  }

  private static Object node(SdkField<?> field, Object value) {
    if (value instanceof SdkPojo pojo) {
      return tree(pojo);
    }
    if (value instanceof List<?> list) {
      SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
      List<@Nullable Object> nodes = new ArrayList<>();
      list.forEach(element -> nodes.add(element == null ? null : node(member, element)));
      return nodes;
    }
    if (value instanceof Map<?, ?> map) {
      SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
      Map<Object, Object> nodes = new LinkedHashMap<>();
      map.forEach((key, element) -> nodes.put(key, node(member, element)));
      return nodes;
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Instant instant
        && Scalars.format(field, Format.UNIX_TIMESTAMP) == Format.UNIX_TIMESTAMP) {
      return Scalars.seconds(instant);
    }
    return Scalars.print(field, value, Format.UNIX_TIMESTAMP);
  }
}
