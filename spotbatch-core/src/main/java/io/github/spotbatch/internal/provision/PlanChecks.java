package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.json.BadJsonException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds within every plan that was not edited: its parts know of each other. */
final class PlanChecks {

  private static final Set<Type> OF_NOTHING = Set.of(Type.CREATE, Type.REFUSED);

  private PlanChecks() {}

  static void requireSound(StackPlan plan) {
    if (!plan.names().region().equals(plan.target().region())) {
      throw BadJsonException.of(
          "plan.target.region",
          plan.target().region(),
          "give the Region of the names, " + plan.names().region());
    }
    requireOrder(plan.wanted(), "plan.wanted[%d]");
    requireOrder(
        plan.steps().stream().map(PlannedStep::resource).toList(), "plan.steps[%d].resource");
    requireThere(plan.steps());
    requireImages(plan);
  }

  /** Each once, after all that it needs. */
  private static void requireOrder(List<CompiledResource> resources, String path) {
    Set<CompiledResource.Id> before = new HashSet<>();
    for (int i = 0; i < resources.size(); i++) {
      CompiledResource resource = resources.get(i);
      for (CompiledResource.Id needed : resource.dependsOn()) {
        if (!before.contains(needed)) {
          throw BadJsonException.of(
              path.formatted(i) + ".dependsOn",
              needed,
              "name only what comes before " + resource.id());
        }
      }
      if (!before.add(resource.id())) {
        throw BadJsonException.of(
            path.formatted(i) + ".id", resource.id(), "name each resource only once");
      }
    }
  }

  private static void requireThere(List<PlannedStep> steps) {
    for (int i = 0; i < steps.size(); i++) {
      PlannedStep step = steps.get(i);
      if (step.there() == null && !OF_NOTHING.contains(step.type())) {
        throw BadJsonException.of(
            "plan.steps[%d].there".formatted(i),
            "missing",
            "name what there is of %s for a %s".formatted(step.resource().id(), step.type()));
      }
    }
  }

  private static void requireImages(StackPlan plan) {
    for (int i = 0; i < plan.wanted().size(); i++) {
      CompiledResource.Id id = plan.wanted().get(i).id();
      if (id.kind() == ResourceKind.IMAGE && !plan.images().containsKey(id)) {
        throw BadJsonException.of("plan.wanted[%d].id".formatted(i), id, "name one of plan.images");
      }
    }
  }
}
