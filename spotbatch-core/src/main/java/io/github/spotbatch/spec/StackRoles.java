package io.github.spotbatch.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whether the roles that a stack makes are each one thing, whatever refers to them. */
final class StackRoles {
  private StackRoles() {}

  static void check(Problems problems, StackSpec stack) {
    // IAM ignores case when it compares names.
    Map<String, RoleSpec> made = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (RoleSpec role : made(stack)) {
      RoleSpec first = made.putIfAbsent(role.name(), role);
      if (first == null) {
        StackNames.checkRole(problems, stack, role.name());
      } else if (!first.equals(role)) {
        String path = "role[" + role.name() + "].name";
        String fix = "must not name two different roles, nor names differ in case only";
        problems.addAt(path, role.name(), fix);
      }
    }
  }

  /** The roles that the stack makes, each as often as something refers to it. */
  static List<RoleSpec> made(StackSpec stack) {
    Stream<Optional<RoleSpec>> ofEnvironments =
        stack.computeEnvironments().stream()
            .flatMap(
                environment ->
                    Stream.of(
                        environment.serviceRole(),
                        Optional.of(environment.instanceRole()),
                        fleetRole(environment)));
    Stream<Optional<RoleSpec>> ofDefinitions =
        stack.jobDefinitions().stream()
            .flatMap(definition -> Stream.of(definition.jobRole(), definition.executionRole()));
    return Stream.concat(ofEnvironments, ofDefinitions)
        .flatMap(Optional::stream)
        .filter(role -> role.existingArn().isEmpty())
        .toList();
  }

  private static Optional<RoleSpec> fleetRole(ComputeEnvironmentSpec environment) {
    return environment instanceof SpotComputeEnvironment spot
        ? spot.spotFleetRole()
        : Optional.empty();
  }
}
