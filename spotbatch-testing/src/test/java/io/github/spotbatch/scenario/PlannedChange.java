package io.github.spotbatch.scenario;

import io.github.spotbatch.spec.StackSpec;
import java.util.function.Consumer;

/**
 * One kind of change, from a stack that is there to what a plan is asked for.
 *
 * @param name names its golden file
 * @param before what is applied
 * @param meanwhile what others then do to the world
 * @param after what is planned
 */
record PlannedChange(
    String name, StackSpec before, Consumer<FakeStack> meanwhile, StackSpec after) {

  static PlannedChange of(String name, StackSpec before, StackSpec after) {
    return new PlannedChange(name, before, world -> {}, after);
  }

  /** What others have changed, and the spec still says. */
  static PlannedChange drift(String name, StackSpec stack, Consumer<FakeStack> change) {
    return new PlannedChange(name, stack, change, stack);
  }

  @Override
  public String toString() {
    return name;
  }
}
