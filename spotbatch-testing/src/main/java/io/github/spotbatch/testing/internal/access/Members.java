package io.github.spotbatch.testing.internal.access;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Members that the requests of many operations have under the same name. */
final class Members {

  private Members() {}

  /** The text of a member; null if it has none, or if there is no such member. */
  static @Nullable String text(SdkPojo pojo, String name) {
    return value(pojo, name) instanceof String text ? text : null;
  }

  static List<String> texts(SdkPojo pojo, String name) {
    return value(pojo, name) instanceof Collection<?> values
        ? values.stream().map(String.class::cast).toList()
        : List.of();
  }

  /** Tags, which some services have as a map and others as a list. */
  static Map<String, String> tags(SdkPojo pojo) {
    Map<String, String> tags = new LinkedHashMap<>();
    Object given = value(pojo, "tags");
    if (given instanceof Map<?, ?> map) {
      map.forEach((key, value) -> tags.put((String) key, (String) value));
    } else if (given instanceof Collection<?> list) {
      for (Object tag : list) {
        tags.put(
            String.valueOf(text((SdkPojo) tag, "key")),
            String.valueOf(text((SdkPojo) tag, "value")));
      }
    }
    return tags;
  }

  /** Case does not matter: services differ in it. */
  private static @Nullable Object value(SdkPojo pojo, String name) {
    for (SdkField<?> field : pojo.sdkFields()) {
      if (field.memberName().equalsIgnoreCase(name)) {
        return field.getValueOrDefault(pojo);
      }
    }
    return null;
  }
}
