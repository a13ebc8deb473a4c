package io.github.spotbatch.testing.internal.ec2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Copies between SDK objects of different classes whose members have the same names, as EC2 has one
 * class for what is asked for and one for what is shown.
 */
final class Alike {

  private Alike() {}

  /** Sets on the builder what the object has of the same name, and gives the builder back. */
  static <B extends SdkPojo> B copy(SdkPojo from, B builder) {
    Map<String, SdkField<?>> given = new HashMap<>();
    from.sdkFields().forEach(field -> given.put(field.memberName(), field));
    for (SdkField<?> field : builder.sdkFields()) {
      SdkField<?> source = given.get(field.memberName());
      Object value = source == null ? null : source.getValueOrDefault(from);
      if (value != null && !(value instanceof SdkAutoConstructList)) {
        field.set(builder, like(field, value));
      }
    }
    return builder;
  }

  /** Sets on the builder, which is that of the first object, what only the second one has. */
  static <B extends SdkPojo> B fill(SdkPojo own, SdkPojo defaults, B builder) {
    for (SdkField<?> field : own.sdkFields()) {
      Object value = field.getValueOrDefault(own);
      if (value == null || value instanceof SdkAutoConstructList) {
        field.set(builder, field.getValueOrDefault(defaults));
      }
    }
    return builder;
  }

  private static @Nullable Object like(SdkField<?> field, @Nullable Object value) {
    if (value instanceof SdkPojo pojo) {
      return ((Buildable) copy(pojo, field.constructor().get())).build();
    }
    if (value instanceof List<?> list) {
      SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
      List<@Nullable Object> copies = new ArrayList<>();
      list.forEach(element -> copies.add(like(member, element)));
      return copies;
    }
    return value;
  }
}
