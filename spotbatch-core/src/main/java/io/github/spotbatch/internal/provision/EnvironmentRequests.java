package io.github.spotbatch.internal.provision;

import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.UpdatePolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdatePolicy;

/** The requests that make compute environments, as they are and as they should be. */
final class EnvironmentRequests {

  private EnvironmentRequests() {}

  /** Those of a plan, with the real names of what they refer to as far as it is there. */
  static List<AwsRequest> wanted(CompiledResource planned, Build build) {
    CreateComputeEnvironmentRequest request =
        (CreateComputeEnvironmentRequest) planned.requests().get(0);
    ComputeResource resources = request.computeResources();
    String name = build.resolve(planned.awsName());
    List<AwsRequest> requests = new ArrayList<>();
    requests.add(
        request.copy(
            b ->
                b.computeEnvironmentName(name)
                    .computeResources(
                        resources.copy(
                            r ->
                                r.securityGroupIds(resolved(resources.securityGroupIds(), build))
                                    .launchTemplate(
                                        resolved(resources.launchTemplate(), build))))));
    planned.requests().stream()
        .skip(1)
        .map(UpdateComputeEnvironmentRequest.class::cast)
        .forEach(update -> requests.add(update.copy(u -> u.computeEnvironment(name))));
    return requests;
  }

  private static @Nullable LaunchTemplateSpecification resolved(
      @Nullable LaunchTemplateSpecification template, Build build) {
    return template == null || template.version() == null
        ? template
        : template.copy(t -> t.version(build.resolve(template.version())));
  }

  private static List<String> resolved(List<String> securityGroups, Build build) {
    return securityGroups.stream().map(build::resolve).toList();
  }

  /** What becomes of its jobs is said only if it is asked for, or is not as Batch has it. */
  static List<AwsRequest> asItIs(ComputeEnvironmentDetail detail, CompiledResource planned) {
    List<AwsRequest> requests = new ArrayList<>(List.of(creation(detail, planned)));
    UpdatePolicy policy =
        detail.updatePolicy() == null ? UpdatePolicies.USUAL : detail.updatePolicy();
    if (planned.requests().size() > 1 || !policy.equals(UpdatePolicies.USUAL)) {
      requests.add(UpdatePolicies.request(detail.computeEnvironmentName(), policy));
    }
    return requests;
  }

  private static CreateComputeEnvironmentRequest creation(
      ComputeEnvironmentDetail detail, CompiledResource planned) {
    ComputeResource wanted =
        ((CreateComputeEnvironmentRequest) planned.requests().get(0)).computeResources();
    String role = detail.serviceRole();
    // Where none was given, Batch names the one that all environments of the account share.
    boolean own = role != null && !role.contains("/aws-service-role/");
    return CreateComputeEnvironmentRequest.builder()
        .computeEnvironmentName(detail.computeEnvironmentName())
        .type(detail.typeAsString())
        .state(detail.stateAsString())
        .serviceRole(own ? role : null)
        .computeResources(comparable(detail.computeResources(), wanted))
        .tags(detail.tags())
        .build();
  }

  /** Batch moves the desired vCPUs, and the order of types means something to some strategies. */
  private static @Nullable ComputeResource comparable(
      @Nullable ComputeResource there, ComputeResource wanted) {
    if (there == null) {
      return null;
    }
    String strategy = String.valueOf(wanted.allocationStrategyAsString());
    boolean inOrder = strategy.endsWith("_ORDERED") || strategy.endsWith("_PRIORITIZED");
    boolean same = Set.copyOf(there.instanceTypes()).equals(Set.copyOf(wanted.instanceTypes()));
    return there.copy(
        r ->
            r.desiredvCpus(wanted.desiredvCpus())
                .instanceTypes(same && !inOrder ? wanted.instanceTypes() : there.instanceTypes()));
  }

  /** With the security group and the version of the template that were made after the plan. */
  static UpdateComputeEnvironmentRequest resolved(
      UpdateComputeEnvironmentRequest update, Build build) {
    ComputeResourceUpdate resources = update.computeResources();
    if (resources == null) {
      return update;
    }
    ComputeResourceUpdate.Builder resolved = resources.toBuilder();
    resolved.launchTemplate(resolved(resources.launchTemplate(), build));
    if (resources.hasSecurityGroupIds()) {
      resolved.securityGroupIds(resolved(resources.securityGroupIds(), build));
    }
    return update.copy(u -> u.computeResources(resolved.build()));
  }
}
