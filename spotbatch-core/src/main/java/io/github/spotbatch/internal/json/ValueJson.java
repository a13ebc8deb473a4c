package io.github.spotbatch.internal.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * Plain data as JSON trees and back, by its types: records by their components, sealed interfaces
 * by the names of their records, requests of the AWS SDK by their operations. Components that are
 * empty are left out. The same value always gives the same tree.
 */
public final class ValueJson {

  private static final String KEY = "key";
  private static final String VALUE = "value";

  private ValueJson() {}

  /** A record as a tree for {@link JsonText}. */
  public static Object tree(Record value) {
    return members(value);
  }

  /**
   * A record out of a tree.
   *
   * @param path where it is, for messages
   * @throws BadJsonException if the tree is not that of such a record
   */
  public static <T extends Record> T read(Class<T> type, JsonNode node, String path) {
    return type.cast(record(type, node, path));
  }

  private static Object write(Type type, Object value) {
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      return write(argument(type, 0), ((Optional<?>) value).orElseThrow());
    }
    if (raw == List.class) {
      return list(type, (Collection<?>) value);
    }
    if (raw == Set.class) {
      List<Object> elements = new ArrayList<>(list(type, (Collection<?>) value));
      elements.sort(Comparator.comparing(JsonText::of));
      return elements;
    }
    if (raw == Map.class) {
      return map(type, (Map<?, ?>) value);
    }
    if (AwsRequest.class.isAssignableFrom(raw)) {
      return RequestTrees.write((AwsRequest) value);
    }
    if (raw.isRecord()) {
      return members((Record) value);
    }
    if (raw.isSealed()) {
      return Map.of(value.getClass().getSimpleName(), members((Record) value));
    }
    return Scalars.write(raw, value);
  }

  private static List<Object> list(Type type, Collection<?> values) {
    return values.stream().map(element -> write(argument(type, 0), element)).toList();
  }

  /** With keys that are no texts, a list of pairs. */
  private static Object map(Type type, Map<?, ?> values) {
    if (argument(type, 0) == String.class) {
      Map<String, Object> sorted = new TreeMap<>();
      values.forEach((key, member) -> sorted.put((String) key, write(argument(type, 1), member)));
      return sorted;
    }
    Map<String, Object> pairs = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          Object shownKey = write(argument(type, 0), key);
          Map<String, Object> pair = new LinkedHashMap<>();
          pair.put(KEY, shownKey);
          pair.put(VALUE, write(argument(type, 1), value));
          pairs.put(JsonText.of(shownKey), pair);
        });
    return List.copyOf(pairs.values());
  }

  private static Map<String, Object> members(Record value) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object member = get(component, value);
      if (member != null && !isEmpty(member)) {
        members.put(component.getName(), write(component.getGenericType(), member));
      }
    }
    return members;
  }

  private static @Nullable Object get(RecordComponent component, Record value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static boolean isEmpty(Object value) {
    return value.equals("")
        || value.equals(Optional.empty())
        || (value instanceof Collection<?> values && values.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private static Object read(Type type, JsonNode node, String path) {
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      return Optional.of(read(argument(type, 0), node, path));
    }
    if (raw == List.class) {
      return elements(argument(type, 0), node, path);
    }
    if (raw == Set.class) {
      return new LinkedHashSet<>(elements(argument(type, 0), node, path));
    }
    if (raw == Map.class) {
      return map(type, node, path);
    }
    if (AwsRequest.class.isAssignableFrom(raw)) {
      return RequestTrees.read(node, path);
    }
    if (raw.isRecord()) {
      return record(raw, node, path);
    }
    return raw.isSealed() ? sealed(raw, node, path) : Scalars.read(raw, node, path);
  }

  private static List<Object> elements(Type element, JsonNode node, String path) {
    List<JsonNode> nodes = Nodes.elements(node, path);
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      elements.add(read(element, nodes.get(i), path + "[" + i + "]"));
    }
    return elements;
  }

  private static Map<Object, Object> map(Type type, JsonNode node, String path) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (argument(type, 0) == String.class) {
      Nodes.members(node, path)
          .forEach((key, value) -> map.put(key, read(argument(type, 1), value, path + "." + key)));
      return map;
    }
    List<JsonNode> pairs = Nodes.elements(node, path);
    for (int i = 0; i < pairs.size(); i++) {
      String where = path + "[" + i + "]";
      Map<String, JsonNode> pair = Nodes.members(pairs.get(i), where);
      requireKnown(pair, Set.of(KEY, VALUE), where);
      map.put(
          read(argument(type, 0), member(pair, KEY, where), where + "." + KEY),
          read(argument(type, 1), member(pair, VALUE, where), where + "." + VALUE));
    }
    return map;
  }

  private static Object sealed(Class<?> type, JsonNode node, String path) {
    Map<String, Class<?>> kinds = new TreeMap<>();
    for (Class<?> kind : type.getPermittedSubclasses()) {
      kinds.put(kind.getSimpleName(), kind);
    }
    Map<String, JsonNode> members = Nodes.members(node, path);
    requireKnown(members, kinds.keySet(), path);
    if (members.size() != 1) {
      throw Nodes.wrong(node, path, "one of " + String.join(", ", kinds.keySet()));
    }
    String kind = members.keySet().iterator().next();
    Class<?> known = kinds.getOrDefault(kind, type);
    return record(known, member(members, kind, path), path + "." + kind);
  }

  private static Object record(Class<?> type, JsonNode node, String path) {
    RecordComponent[] components = type.getRecordComponents();
    Map<String, JsonNode> members = Nodes.members(node, path);
    requireKnown(
        members,
        Arrays.stream(components)
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        path);
    @Nullable Object[] values =
        Arrays.stream(components).map(it -> component(it, members, path)).toArray();
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw BadJsonException.of(
          path, Nodes.shown(node), "mend it: " + String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private static @Nullable Object component(
      RecordComponent component, Map<String, JsonNode> members, String path) {
    Class<?> type = component.getType();
    JsonNode node = members.get(component.getName());
    if (node != null) {
      return read(component.getGenericType(), node, path + "." + component.getName());
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Set.class) {
      return Set.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == String.class) {
      return "";
    }
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    throw missing(path, component.getName());
  }

  private static JsonNode member(Map<String, JsonNode> members, String name, String path) {
    JsonNode member = members.get(name);
    if (member == null) {
      throw missing(path, name);
    }
    return member;
  }

  private static BadJsonException missing(String path, String name) {
    return BadJsonException.of(path + "." + name, "missing", "write the whole text again");
  }

  private static void requireKnown(
      Map<String, JsonNode> members, Collection<String> known, String path) {
    members.forEach(
        (name, node) -> {
          if (!known.contains(name)) {
            throw Nodes.unknown(path + "." + name, node, known);
          }
        });
  }

  private static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }
}
