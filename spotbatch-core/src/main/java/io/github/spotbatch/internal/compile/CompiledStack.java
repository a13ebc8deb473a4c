package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.StackSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole stack as requests, in an order in which they can be sent.
 *
 * @param warnings what is legal but unwise
 */
public record CompiledStack(
    Names names, Target target, List<CompiledResource> resources, List<String> warnings) {

  public CompiledStack {
    resources = List.copyOf(resources);
    warnings = List.copyOf(warnings);
  }

  public static CompiledStack compile(StackSpec stack, Target target) {
    Names names = new Names(stack.name(), target.region());
    Roles roles = new Roles(stack, names, target);
    ComputeEnvironments environments = new ComputeEnvironments(stack, names, target, roles);
    List<CompiledResource> resources = new ArrayList<>(roles.compile());
    stack.repositories().forEach(r -> resources.add(Storage.repository(stack, r, names)));
    resources.add(Storage.logGroup(stack, names));
    if (target.securityGroupIds().isEmpty() && !stack.computeEnvironments().isEmpty()) {
      resources.add(Network.securityGroup(stack, names, target));
    }
    stack.computeEnvironments().forEach(e -> resources.add(environments.compile(e)));
    stack.jobQueues().forEach(q -> resources.add(JobQueues.compile(stack, q, names)));
    stack
        .jobDefinitions()
        .forEach(d -> resources.add(JobDefinitions.compile(stack, d, names, roles)));
    return new CompiledStack(names, target, resources, stack.warnings());
  }
}
