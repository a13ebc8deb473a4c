package io.github.spotbatch.testing.internal.wire;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Builds SDK objects from trees of maps, lists and scalars, by what the SDK says of their fields.
 */
final class Shapes {

  private Shapes() {}

  static SdkPojo builderOf(Class<?> type) {
    return (SdkPojo) Reflection.callStatic(type, "builder");
  }

  static Object build(SdkPojo builder) {
    return ((Buildable) builder).build();
  }

  /** Sets on the builder every field of the body that the node holds. */
  static void fill(SdkPojo builder, Map<?, ?> node, Layout layout) {
    for (SdkField<?> field : builder.sdkFields()) {
      Object raw = node.get(field.locationName());
      if (raw != null && field.location() == MarshallLocation.PAYLOAD) {
        field.set(builder, value(field, raw, layout));
      }
    }
  }

  private static @Nullable Object value(SdkField<?> field, @Nullable Object raw, Layout layout) {
    if (raw == null) {
      return null;
    }
    return switch (field.marshallingType().getKnownType()) {
      case SDK_POJO -> object(field, raw, layout);
      case LIST -> list(field, raw, layout);
      case MAP -> map(field, raw, layout);
      case SDK_BYTES -> SdkBytes.fromByteArray(Base64.getDecoder().decode(raw.toString()));
      default -> Scalars.parse(field, raw.toString());
    };
  }

  private static Object object(SdkField<?> field, Object raw, Layout layout) {
    SdkPojo builder = field.constructor().get();
    // A form cannot write an empty structure other than by an empty text.
    fill(builder, raw.equals("") ? Map.of() : (Map<?, ?>) raw, layout);
    return build(builder);
  }

  private static Object list(SdkField<?> field, Object raw, Layout layout) {
    ListTrait trait = field.getTrait(ListTrait.class);
    List<@Nullable Object> list = new ArrayList<>();
    for (Object element : layout.elements(trait, raw)) {
      list.add(value(trait.memberFieldInfo(), element, layout));
    }
    return list;
  }

  private static Object map(SdkField<?> field, Object raw, Layout layout) {
    MapTrait trait = field.getTrait(MapTrait.class);
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    layout
        .entries(trait, raw)
        .forEach((key, node) -> map.put(key, value(trait.valueFieldInfo(), node, layout)));
    return map;
  }

  /** The value of a field; absent where the object leaves it unset, not where it is empty. */
  static @Nullable Object get(SdkField<?> field, SdkPojo pojo) {
    Object value = field.getValueOrDefault(pojo);
    boolean unset = value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
    return unset ? null : value;
  }
}
