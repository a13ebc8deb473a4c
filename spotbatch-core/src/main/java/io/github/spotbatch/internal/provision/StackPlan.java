package io.github.spotbatch.internal.provision;

import io.github.spotbatch.internal.compile.CompiledStack;
import java.util.List;

/** A stack, and what is to be done with each of its resources, in an order in which it can be. */
public record StackPlan(CompiledStack stack, List<PlannedStep> steps) {

  public StackPlan {
    steps = List.copyOf(steps);
  }
}
