package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FakeAws;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;

/** The inside of a world, by reflection, for bugs that are planted there. */
final class Inside {

  private final Object batch;

  private Inside(Object batch) {
    this.batch = batch;
  }

  /** Of the first account and Region; there must have been a call of Batch. */
  static Inside of(FakeAws aws) {
    List<?> fleets = (List<?>) get(get(get(aws, "world"), "spot"), "fleets");
    return new Inside(get(fleets.get(0), "batch"));
  }

  /** All records of jobs but those of children. */
  List<Object> jobs() {
    return List.copyOf(((Map<?, ?>) get(get(batch, "jobs"), "byId")).values());
  }

  /** All records of hosts. */
  List<Object> hosts() {
    return ((Map<?, ?>) get(get(batch, "environments"), "byName"))
        .values().stream()
            .map(environment -> get(get(environment, "hosts"), "byId"))
            .flatMap(hosts -> ((Map<?, ?>) hosts).values().stream())
            .map(host -> (Object) host)
            .toList();
  }

  static Object get(Object owner, String name) {
    try {
      return field(owner, name).get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  static void set(Object owner, String name, Object value) {
    try {
      field(owner, name).set(owner, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(Object owner, String name) {
    try {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
