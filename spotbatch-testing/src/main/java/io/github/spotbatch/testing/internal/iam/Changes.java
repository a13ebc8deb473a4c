package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands under names now, and what stood there, for those who learn of changes later. */
final class Changes<T> {

  private record Past<T>(T what, Instant since, Instant until) {}

  private final World world;
  private final Map<String, T> present = new TreeMap<>();
  private final Map<String, Instant> presentSince = new TreeMap<>();
  private final List<Past<T>> past = new ArrayList<>();

  Changes(World world) {
    this.world = world;
  }

  /** What stands there now, ordered by name: a view. */
  Map<String, T> present() {
    return Collections.unmodifiableMap(present);
  }

  void put(String name, T what) {
    put(name, what, world.now());
  }

  /** The same for what stands there already is no change. */
  void put(String name, T what, Instant since) {
    if (!what.equals(present.get(name))) {
      remove(name);
      present.put(name, what);
      presentSince.put(name, since);
    }
  }

  /** False if nothing stands there. */
  boolean remove(String name) {
    @Nullable T what = present.remove(name);
    Instant since = presentSince.remove(name);
    if (what == null || since == null) {
      return false;
    }
    Instant known = world.now().minus(world.takes(Timings.Step.IAM_PROPAGATION));
    past.removeIf(entry -> !entry.until().isAfter(known));
    past.add(new Past<>(what, since, world.now()));
    return true;
  }

  /** What stood there at a time that is no longer ago than changes take to be seen. */
  Stream<T> at(Instant time) {
    Stream<T> still =
        present.entrySet().stream()
            .filter(entry -> !presentSince.getOrDefault(entry.getKey(), time).isAfter(time))
            .map(Map.Entry::getValue);
    Stream<T> once =
        past.stream()
            .filter(entry -> !entry.since().isAfter(time) && entry.until().isAfter(time))
            .map(Past::what);
    return Stream.concat(still, once);
  }
}
