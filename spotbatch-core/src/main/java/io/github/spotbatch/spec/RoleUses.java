package io.github.spotbatch.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Whether the roles that a stack makes are each one thing, whatever refers to them. */
final class RoleUses {
  /** A role and what it is for; the use decides whom the role trusts. */
  private record Use(RoleSpec role, String use) {}

  private RoleUses() {}

  static void check(Problems problems, StackSpec stack) {
    TreeMap<String, Use> made = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Use use : uses(stack)) {
      String name = use.role().name();
      Use first = made.putIfAbsent(name, use);
      if (first == null) {
        StackNames.checkRole(problems, stack, name);
      } else if (!first.equals(use)) {
        String fix = "must be one role of one use; give different roles different names";
        String both = first.use() + " and " + use.use();
        problems.addAt("role[" + name + "]", both, fix);
      }
    }
  }

  private static List<Use> uses(StackSpec stack) {
    List<Use> uses = new ArrayList<>();
    for (ComputeEnvironmentSpec environment : stack.computeEnvironments()) {
      add(uses, environment.serviceRole(), "serviceRole");
      add(uses, Optional.of(environment.instanceRole()), "instanceRole");
      if (environment instanceof SpotComputeEnvironment spot) {
        add(uses, spot.spotFleetRole(), "spotFleetRole");
      }
    }
    for (JobDefinitionSpec definition : stack.jobDefinitions()) {
      add(uses, definition.jobRole(), "jobRole");
      add(uses, definition.executionRole(), "executionRole");
    }
    return uses;
  }

  private static void add(List<Use> uses, Optional<RoleSpec> role, String use) {
    role.filter(given -> given.existingArn().isEmpty())
        .ifPresent(given -> uses.add(new Use(given, use)));
  }
}
