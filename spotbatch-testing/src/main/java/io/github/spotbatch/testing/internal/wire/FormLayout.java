package io.github.spotbatch.testing.internal.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** How lists and maps lie in a form. */
final class FormLayout implements Layout {

  private final boolean ec2;

  FormLayout(boolean ec2) {
    this.ec2 = ec2;
  }

  /** The field {@code A.member.1.B=x} becomes {@code {A={member={1={B=x}}}}}. */
  static Map<String, Object> tree(Map<String, List<String>> form) {
    Map<String, Object> root = new LinkedHashMap<>();
    form.forEach((name, values) -> put(root, name, values.get(0)));
    return root;
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> root, String name, String value) {
    Map<String, Object> node = root;
    int start = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
      node =
          (Map<String, Object>)
              node.computeIfAbsent(name.substring(start, dot), key -> new LinkedHashMap<>());
      start = dot + 1;
    }
    node.put(name.substring(start), value);
  }

  /** EC2 never writes a level for the member, whatever its fields say. */
  @Override
  public Iterable<Object> elements(ListTrait trait, Object node) {
    boolean flat = ec2 || trait.isFlattened();
    return numbered(flat ? node : child(node, trait.memberFieldInfo().locationName()));
  }

  @Override
  public Map<String, @Nullable Object> entries(MapTrait trait, Object node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Object entry : numbered(trait.isFlattened() ? node : child(node, "entry"))) {
      String key = String.valueOf(child(entry, trait.keyLocationName()));
      map.put(key, child(entry, trait.valueLocationName()));
    }
    return map;
  }

  private static @Nullable Object child(@Nullable Object node, String name) {
    return node instanceof Map<?, ?> map ? map.get(name) : null;
  }

  /** In the order of the numbers, not of the form. An empty list is an empty text. */
  private static Iterable<Object> numbered(@Nullable Object node) {
    Map<Integer, Object> sorted = new TreeMap<>();
    if (node instanceof Map<?, ?> map) {
      map.forEach((number, element) -> sorted.put(Integer.valueOf(number.toString()), element));
    }
    return sorted.values();
  }
}
