package io.github.spotbatch.internal.provision;

import io.github.spotbatch.Adoption;
import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.CompiledStack;
import io.github.spotbatch.spec.InvalidSpecException;
import io.github.spotbatch.spec.InvalidSpecException.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where things are to be taken over.
 *
 * @param ids of the resources of a stack in whose places they stand
 */
record Places(Set<CompiledResource.Id> ids) {

  Places {
    ids = Set.copyOf(ids);
  }

  /**
   * Finds the places.
   *
   * @throws InvalidSpecException if the stack has none of that name
   */
  static Places of(Set<Adoption> adoptions, CompiledStack stack) {
    Set<CompiledResource.Id> ids = new HashSet<>();
    List<Problem> problems = new ArrayList<>();
    for (Adoption adoption : adoptions) {
      List<CompiledResource> matching =
          stack.resources().stream()
              .filter(it -> it.kind() != ResourceKind.IMAGE)
              .filter(it -> of(it).equals(adoption))
              .toList();
      matching.forEach(it -> ids.add(it.id()));
      if (matching.isEmpty()) {
        problems.add(new Problem("adoption", adoption.toString(), "name one of " + names(stack)));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidSpecException(problems);
    }
    return new Places(ids);
  }

  private static Adoption of(CompiledResource resource) {
    return Adoption.of(resource.kind(), resource.name());
  }

  private static String names(CompiledStack stack) {
    return stack.resources().stream()
        .filter(it -> it.kind() != ResourceKind.IMAGE)
        .map(it -> of(it).toString())
        .collect(Collectors.joining(", "));
  }

  /** The same steps, but for those that would make what was to be taken over. */
  List<PlannedStep> required(List<PlannedStep> steps) {
    return steps.stream().map(step -> isNothingThere(step) ? absent(step) : step).toList();
  }

  private boolean isNothingThere(PlannedStep step) {
    return step.type() == Type.CREATE
        && step.changes().isEmpty()
        && ids.contains(step.resource().id());
  }

  private static PlannedStep absent(PlannedStep step) {
    return PlannedStep.foreign(
        step.resource(),
        "it is to be adopted, and there is none; leave its adoption out to have it made");
  }
}
