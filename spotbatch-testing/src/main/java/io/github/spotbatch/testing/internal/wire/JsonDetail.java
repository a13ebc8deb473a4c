package io.github.spotbatch.testing.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** SDK objects as the JSON that AWS puts into events. */
public final class JsonDetail {

  private JsonDetail() {}

  /** The object as its service's JSON has it: the fields that are set, as the wire names them. */
  public static String of(SdkPojo pojo) {
    return text(tree(pojo));
  }

  /** The same as a tree of maps, lists and scalars, for whoever adds to it. */
  public static Map<String, Object> tree(SdkPojo pojo) {
    return Json.tree(pojo);
  }

  /** A tree as JSON. */
  public static String text(Map<String, Object> tree) {
    return new String(Json.write(tree), StandardCharsets.UTF_8);
  }
}
