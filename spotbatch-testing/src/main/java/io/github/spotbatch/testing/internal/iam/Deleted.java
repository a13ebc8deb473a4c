package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is deleted, but not yet for those who learn of it later. */
final class Deleted<T> {

  private final World world;
  private final List<Entry<T>> entries = new ArrayList<>();

  private record Entry<T>(T what, Instant seenUntil) {}

  Deleted(World world) {
    this.world = world;
  }

  void add(@Nullable T what) {
    entries.removeIf(entry -> !entry.seenUntil().isAfter(world.now()));
    if (what != null) {
      Instant seenUntil = world.now().plus(world.takes(Timings.Step.IAM_PROPAGATION));
      entries.add(new Entry<>(what, seenUntil));
    }
  }

  /** What still seems to be there. */
  Stream<T> seen(Instant now) {
    return entries.stream().filter(entry -> entry.seenUntil().isAfter(now)).map(Entry::what);
  }
}
