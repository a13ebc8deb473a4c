package io.github.spotbatch.testing.internal.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Makes SDK objects with a value in every field, no two alike. */
final class Filler {

  private static final int DEEPEST = 12;

  private int count;

  Object fill(Class<?> type) {
    return fill(Shapes.builderOf(type), 0);
  }

  private Object fill(SdkPojo builder, int depth) {
    if (depth <= DEEPEST) {
      for (SdkField<?> field : builder.sdkFields()) {
        Object value = value(field, depth);
        if (value != null) {
          field.set(builder, value);
          if (isUnion(builder)) {
            break;
          }
        }
      }
    }
    return Shapes.build(builder);
  }

  /** Of a union only one member can be set; the SDK gives it an enum named Type. */
  private static boolean isUnion(SdkPojo builder) {
    Class<?> shape = builder.getClass().getEnclosingClass();
    return Stream.of(shape.getDeclaredClasses())
        .anyMatch(nested -> nested.isEnum() && nested.getSimpleName().equals("Type"));
  }

  private Object value(SdkField<?> field, int depth) {
    count++;
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> text(field);
      case BOOLEAN -> count % 2 == 0;
      case INTEGER -> count;
      case LONG -> (long) count << 33;
      case FLOAT -> count + 0.5f;
      case DOUBLE -> count + 0.1;
      case INSTANT -> Instant.ofEpochMilli(1767323045678L + count);
      case SDK_BYTES -> SdkBytes.fromByteArray(new byte[] {0, (byte) count, (byte) 0xff, 10});
      case SDK_POJO -> fill(field.constructor().get(), depth + 1);
      case LIST -> list(field.getTrait(ListTrait.class).memberFieldInfo(), depth + 1);
      case MAP -> map(field.getTrait(MapTrait.class).valueFieldInfo(), depth + 1);
      case DOCUMENT -> null; // open content, which the wire does not carry
      default -> throw new AssertionError(field.memberName() + ": " + field.marshallingType());
    };
  }

  private String text(SdkField<?> field) {
    return field.location() == MarshallLocation.PATH
        ? "p/a b+%" + count
        : "s<&>é \"'+%/=.;\t\r\n😀" + count;
  }

  /** Two elements, but one further down, where they would multiply. */
  private Object list(SdkField<?> member, int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; depth <= DEEPEST && i < (depth <= 2 ? 2 : 1); i++) {
      list.add(value(member, depth));
    }
    return list.isEmpty() ? null : list;
  }

  private Object map(SdkField<?> member, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String key : List.of("k.1 é", "k2")) {
      map.put(key, value(member, depth));
    }
    return map;
  }
}
