package io.github.spotbatch.internal.compile;

import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.internal.image.ResolvedImage;
import io.github.spotbatch.spec.ComputeEnvironmentSpec;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A whole stack as requests, in an order in which they can be sent.
 *
 * @param images what has to be pushed, by the resources that stand for it
 * @param drainMinutes how long the jobs of an environment that goes are waited for
 * @param warnings what is legal but unwise
 */
public record CompiledStack(
    Names names,
    Target target,
    List<CompiledResource> resources,
    Map<Id, CompiledImage> images,
    int drainMinutes,
    List<String> warnings) {

  public CompiledStack {
    resources = List.copyOf(resources);
    images = Map.copyOf(images);
    warnings = List.copyOf(warnings);
  }

  /**
   * Compiles a stack.
   *
   * @param resolved what its images are; one that is not there stays as it was given
   */
  public static CompiledStack compile(
      StackSpec stack, Target target, Map<ContainerImage, ResolvedImage> resolved) {
    Names names = new Names(stack.name(), target.region());
    Images images = new Images(stack, names, target, resolved);
    images.requireArchitecture();
    Map<Id, CompiledImage> toPush = images.toPush();
    Roles roles = new Roles(stack, names, target);
    ComputeEnvironments environments = new ComputeEnvironments(stack, names, target, roles);
    List<CompiledResource> resources = new ArrayList<>(roles.compile());
    images.made().forEach(r -> resources.add(Storage.repository(stack, r, names)));
    toPush.values().forEach(image -> resources.add(images.compile(image)));
    resources.add(Storage.logGroup(stack, names));
    if (target.securityGroupIds().isEmpty() && !stack.computeEnvironments().isEmpty()) {
      resources.add(Network.securityGroup(stack, names, target));
    }
    for (ComputeEnvironmentSpec e : stack.computeEnvironments()) {
      e.instanceVolume()
          .ifPresent(volume -> resources.add(LaunchTemplates.compile(stack, e, volume, names)));
    }
    boolean spotRole = target.spotRole() == SpotRole.Presence.ABSENT;
    if (spotRole) {
      resources.add(SpotRole.compile());
    }
    for (ComputeEnvironmentSpec environment : stack.computeEnvironments()) {
      CompiledResource compiled = environments.compile(environment);
      boolean onSpot = environment instanceof SpotComputeEnvironment;
      resources.add(spotRole && onSpot ? SpotRole.before(compiled) : compiled);
    }
    stack.jobQueues().forEach(q -> resources.add(JobQueues.compile(stack, q, names)));
    stack
        .jobDefinitions()
        .forEach(d -> resources.add(JobDefinitions.compile(stack, d, names, roles, images)));
    List<String> warnings = new ArrayList<>(stack.warnings());
    warnings.addAll(images.warnings());
    if (target.spotRole() == SpotRole.Presence.UNKNOWN) {
      warnings.add(SpotRole.UNKNOWN);
    }
    int drainMinutes = UpdatePolicies.drainMinutes(stack);
    return new CompiledStack(names, target, resources, toPush, drainMinutes, warnings);
  }
}
