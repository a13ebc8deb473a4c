package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.Invariant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** How a world is checked for its invariants: whoever knows of a part says what is wrong there. */
public final class Checks {

  private final Map<Invariant, List<Supplier<List<String>>>> checks =
      new EnumMap<>(Invariant.class);

  Checks() {
    for (Invariant invariant : Invariant.values()) {
      checks.put(invariant, new CopyOnWriteArrayList<>());
    }
  }

  /**
   * Adds a check.
   *
   * @param violations says what is wrong, a sentence each; asked under the world's lock
   */
  public void add(Invariant invariant, Supplier<List<String>> violations) {
    of(invariant).add(violations);
  }

  private List<Supplier<List<String>>> of(Invariant invariant) {
    return checks.getOrDefault(invariant, List.of());
  }

  /** All that is wrong, in one text; empty if nothing is. */
  Optional<String> failure(Set<Invariant> invariants) {
    StringBuilder text = new StringBuilder();
    for (Invariant invariant : invariants) {
      List<String> violations =
          of(invariant).stream().flatMap(check -> check.get().stream()).toList();
      if (!violations.isEmpty()) {
        text.append("\n\nBroken: ").append(invariant).append(" (").append(invariant.name());
        text.append(")");
        violations.forEach(violation -> text.append("\n  - ").append(violation));
      }
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
  }
}
