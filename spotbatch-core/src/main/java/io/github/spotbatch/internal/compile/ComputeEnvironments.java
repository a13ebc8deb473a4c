package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.spec.ComputeEnvironmentSpec;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;

/** Compiles compute environments. */
final class ComputeEnvironments {

  private static final int FIRST_GENERATION = 1;

  private final StackSpec stack;
  private final Names names;
  private final Target target;
  private final Roles roles;

  ComputeEnvironments(StackSpec stack, Names names, Target target, Roles roles) {
    this.stack = stack;
    this.names = names;
    this.target = target;
    this.roles = roles;
  }

  static Id id(Names names, String environment) {
    return new Id(
        ResourceKind.COMPUTE_ENVIRONMENT, names.computeEnvironment(environment, FIRST_GENERATION));
  }

  CompiledResource compile(ComputeEnvironmentSpec environment) {
    Id id = id(names, environment.name());
    CreateComputeEnvironmentRequest request =
        CreateComputeEnvironmentRequest.builder()
            .computeEnvironmentName(id.awsName())
            .type(CEType.MANAGED)
            .state(CEState.ENABLED)
            .serviceRole(environment.serviceRole().map(roles::arn).orElse(null))
            .computeResources(resources(environment))
            .tags(
                Protection.marked(
                    stack,
                    names.tags(environment.name(), merged(stack.tags(), environment.tags()))))
            .build();
    List<String> notes = new ArrayList<>();
    environment
        .serviceRole()
        .ifPresent(
            role ->
                notes.add(
                    "with a service role of its own this environment can never change its instances"
                        + " in place; without one Batch uses AWSServiceRoleForBatch"));
    return new CompiledResource(
        id, environment.name(), List.of(request), dependencies(environment), notes);
  }

  static Map<String, String> merged(Map<String, String> general, Map<String, String> special) {
    Map<String, String> merged = new LinkedHashMap<>(general);
    merged.putAll(special);
    return merged;
  }

  private ComputeResource resources(ComputeEnvironmentSpec environment) {
    ComputeResource.Builder resources =
        ComputeResource.builder()
            .minvCpus(environment.minVcpus())
            .instanceTypes(environment.instanceTypes())
            .subnets(target.subnetIds())
            .securityGroupIds(securityGroups())
            .instanceRole(roles.instanceProfileArn(environment.instanceRole()))
            .ec2Configuration(
                image ->
                    image
                        .imageType(environment.imageType().name())
                        .imageIdOverride(environment.imageId().orElse(null)))
            .ec2KeyPair(environment.ec2KeyPair().orElse(null))
            .placementGroup(environment.placementGroup().orElse(null))
            .tags(names.tags(environment.name(), merged(stack.tags(), environment.instanceTags())));
    environment.maxVcpus().ifPresent(resources::maxvCpus);
    environment.desiredVcpus().ifPresent(resources::desiredvCpus);
    if (environment instanceof SpotComputeEnvironment spot) {
      resources
          .type(CRType.SPOT)
          .allocationStrategy(spot.allocationStrategy().name())
          .spotIamFleetRole(spot.spotFleetRole().map(roles::arn).orElse(null));
      spot.bidPercentage().ifPresent(resources::bidPercentage);
    } else if (environment instanceof OnDemandComputeEnvironment onDemand) {
      resources.type(CRType.EC2).allocationStrategy(onDemand.allocationStrategy().name());
    }
    return resources.build();
  }

  private List<String> securityGroups() {
    return target.securityGroupIds().isEmpty()
        ? List.of(Network.SECURITY_GROUP_ID)
        : target.securityGroupIds();
  }

  private Set<Id> dependencies(ComputeEnvironmentSpec environment) {
    Set<Id> ids = new HashSet<>();
    if (target.securityGroupIds().isEmpty()) {
      ids.add(Network.securityGroupId(names));
    }
    roles.instanceProfileId(environment.instanceRole()).ifPresent(ids::add);
    environment.serviceRole().flatMap(roles::id).ifPresent(ids::add);
    if (environment instanceof SpotComputeEnvironment spot) {
      Optional<RoleSpec> fleetRole = spot.spotFleetRole();
      fleetRole.flatMap(roles::id).ifPresent(ids::add);
    }
    return ids;
  }
}
