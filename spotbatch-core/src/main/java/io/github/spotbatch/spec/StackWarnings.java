package io.github.spotbatch.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is legal but unwise in a stack. */
final class StackWarnings {
  /** Fewer pools than this are reclaimed often. */
  private static final int FEW_TYPES = 3;

  /** The GiB of AWS's own machine images. */
  private static final int IMAGE = 30;

  private final List<String> warnings = new ArrayList<>();

  private StackWarnings() {}

  static List<String> of(StackSpec stack) {
    StackWarnings all = new StackWarnings();
    stack.computeEnvironments().forEach(all::warnOfEnvironment);
    stack.jobDefinitions().forEach(definition -> all.warnOfDefinition(definition, stack));
    StackRoles.made(stack).stream().distinct().forEach(all::warnOfRole);
    all.warnOfUnused(stack);
    return List.copyOf(all.warnings);
  }

  private void warnOfEnvironment(ComputeEnvironmentSpec environment) {
    String path = "computeEnvironment[" + environment.name() + "].";
    if (environment.serviceRole().isPresent()) {
      warn(
          path + "serviceRole",
          "with a role of its own the environment's instances can never be changed in place");
    }
    int size = environment.instanceVolume().map(it -> it.sizeGiB().orElse(IMAGE)).orElse(IMAGE);
    if (size < IMAGE && environment.imageId().isEmpty()) {
      warn(
          path + "instanceVolume",
          "AWS's own machine images need " + IMAGE + " GiB, so that no instance ever starts");
    }
    if (environment.minVcpus() > 0) {
      String vcpus = environment.minVcpus() + " vCPUs are paid for without any job, even while";
      warn(path + "minVcpus", vcpus + " the environment is disabled");
    }
    if (environment.maxVcpus().orElse(1) == 0) {
      warn(path + "maxVcpus", "with 0 no instance is ever started");
    }
    if (environment instanceof SpotComputeEnvironment spot) {
      warnOfSpot(path, spot);
    }
    if (environment instanceof OnDemandComputeEnvironment onDemand
        && onDemand.allocationStrategy() == OnDemandAllocationStrategy.BEST_FIT) {
      warnOfBestFit(path);
    }
  }

  private void warnOfSpot(String path, SpotComputeEnvironment spot) {
    if (spot.bidPercentage().isPresent()) {
      warn(
          path + "bidPercentage",
          "AWS advises to leave it out: it does not lower what is paid, only how often an instance"
              + " is to be had");
    }
    if (spot.allocationStrategy() == SpotAllocationStrategy.BEST_FIT) {
      warnOfBestFit(path);
    } else if (spot.spotFleetRole().isPresent()) {
      warn(path + "spotFleetRole", "only BEST_FIT uses it");
    }
    boolean sizes = spot.instanceTypes().stream().allMatch(type -> type.contains("."));
    int types = Set.copyOf(spot.instanceTypes()).size();
    if (sizes && types < FEW_TYPES) {
      warn(
          path + "instanceTypes",
          "fewer than " + FEW_TYPES + " types are hard to get on Spot and often reclaimed");
    }
  }

  private void warnOfBestFit(String path) {
    warn(
        path + "allocationStrategy",
        "with BEST_FIT the environment's instances can never be changed in place, and jobs wait for"
            + " one type");
  }

  private void warnOfDefinition(JobDefinitionSpec definition, StackSpec stack) {
    String path = "jobDefinition[" + definition.name() + "].";
    RetryPolicy policy = definition.retryPolicy();
    policy.warnings().forEach(warning -> warn(path + "retryPolicy", warning));
    boolean spot =
        stack.computeEnvironments().stream().anyMatch(SpotComputeEnvironment.class::isInstance);
    if (spot && policy.attempts() == 1) {
      warn(path + "retryPolicy", "a Spot interruption fails the job: there is only 1 attempt");
    }
    List<ComputeEnvironmentSpec> environments = stack.computeEnvironments();
    if (environments.isEmpty()) {
      return;
    }
    int most = environments.stream().mapToInt(given -> given.maxVcpus().orElse(0)).max().orElse(0);
    if (definition.vcpus() > most) {
      String vcpus = definition.vcpus() + " are more than any environment's maximum of " + most;
      warn(path + "vcpus", vcpus + ", so that jobs wait for ever");
    }
    boolean gpu =
        environments.stream()
            .flatMap(given -> given.instanceTypes().stream())
            .anyMatch(InstanceTypes::hasGpu);
    if (definition.gpus() > 0 && !gpu) {
      warn(
          path + "gpus", "no environment has instance types with GPUs, so that jobs wait for ever");
    }
  }

  private void warnOfRole(RoleSpec role) {
    for (int i = 0; i < role.grants().size(); i++) {
      GrantSpec grant = role.grants().get(i);
      List<String> wide = grant.actions().stream().filter(it -> it.contains("*")).toList();
      if (grant.resources().contains("*") && !wide.isEmpty()) {
        warn(
            "role[%s].grants[%d]".formatted(role.name(), i),
            "%s on * is more than any job needs; name the actions, or their resources"
                .formatted(String.join(", ", wide)));
      }
    }
  }

  private void warnOfUnused(StackSpec stack) {
    Set<String> used =
        stack.jobQueues().stream()
            .flatMap(queue -> queue.computeEnvironments().stream())
            .collect(Collectors.toSet());
    for (ComputeEnvironmentSpec environment : stack.computeEnvironments()) {
      if (!used.contains(environment.name())) {
        warn("computeEnvironment[" + environment.name() + "]", "no queue uses it");
      }
    }
  }

  private void warn(String path, String sentence) {
    warnings.add(path + ": " + sentence);
  }
}
