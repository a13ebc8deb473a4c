package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;

/** What Batch refuses at once when a compute environment is created. */
final class EnvironmentRules {

  static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final World world;
  private final ResourceRules resources;

  EnvironmentRules(Scope scope, InstanceChoice instances) {
    this.world = scope.world();
    this.resources = new ResourceRules(scope, instances);
  }

  void check(CreateComputeEnvironmentRequest request) {
    String name = request.computeEnvironmentName();
    if (name == null || !NAME.matcher(name).matches()) {
      throw Refusals.wrapped(world, "Compute Environment name should match a valid pattern.");
    }
    if (request.state() != null && request.state() != CEState.ENABLED) {
      throw Refusals.bare("Compute Environment must be created in ENABLED state.");
    }
    if (request.type() == CEType.UNMANAGED) {
      unmanaged(request);
      return;
    }
    if (request.type() != CEType.MANAGED) {
      throw Refusals.wrapped(world, "Compute Environment type is required.");
    }
    if (request.unmanagedvCpus() != null) {
      throw Refusals.bare("unmanagedvCpus is not applicable for managed Compute Environment.");
    }
    if (request.computeResources() == null) {
      throw Refusals.bare("computeResources must be provided for a MANAGED compute environment");
    }
    if (request.eksConfiguration() != null) {
      throw onEks(request.computeResources());
    }
    resources(request.computeResources());
  }

  /** What is wrong with an environment on EKS, or that there are none. */
  private RuntimeException onEks(ComputeResource given) {
    if (given.type() != CRType.EC2 && given.type() != CRType.SPOT) {
      return Refusals.bare("Supported compute types for EKS compute environments are [EC2, SPOT].");
    }
    if (isEmpty(given.allocationStrategyAsString())) {
      // The rule is documented; the text is not known.
      return Refusals.wrapped(world, "Allocation strategy is required.");
    }
    return new UnsupportedOperationException(
        "spotbatch-testing does not model environments on EKS (eksConfiguration)");
  }

  /** Of a new environment, or what an update comes to. */
  void resources(ComputeResource given) {
    if (FargateRules.isFargate(given.type())) {
      FargateRules.check(world, given);
    } else {
      resources.check(given);
    }
  }

  private static void unmanaged(CreateComputeEnvironmentRequest request) {
    ComputeResource resources = request.computeResources();
    if (resources != null && FargateRules.isFargate(resources.type())) {
      throw Refusals.bare("Cannot create an UNMANAGED Fargate Compute Environment.");
    }
    String role = request.serviceRole();
    if (role == null || role.isEmpty()) {
      throw Refusals.bare("ServiceRole is required.");
    }
    if (role.contains("AWSServiceRoleForBatch")) {
      throw Refusals.bare("Service Linked Role cannot be used with UNMANAGED Compute Environment.");
    }
    if (resources != null || request.eksConfiguration() != null) {
      throw new UnsupportedOperationException(
          "spotbatch-testing does not model computeResources and eksConfiguration of UNMANAGED"
              + " environments");
    }
  }

  static boolean isEmpty(@Nullable String value) {
    return value == null || value.isEmpty();
  }
}
