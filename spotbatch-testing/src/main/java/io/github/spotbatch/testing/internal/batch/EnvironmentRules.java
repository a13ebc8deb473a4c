package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEType;
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
    if (request.state() == CEState.DISABLED) {
      throw Refusals.bare("Compute Environment must be created in ENABLED state.");
    }
    if (request.type() == CEType.UNMANAGED) {
      throw unmanaged(request);
    }
    if (request.type() != CEType.MANAGED) {
      throw Refusals.wrapped(world, "Compute Environment type is required.");
    }
    if (request.unmanagedvCpus() != null) {
      throw Refusals.bare("unmanagedvCpus is not applicable for managed Compute Environment.");
    }
    if (request.eksConfiguration() != null) {
      throw new UnsupportedOperationException(
          "spotbatch-testing does not model environments on EKS");
    }
    if (request.computeResources() == null) {
      throw Refusals.bare("computeResources must be provided for a MANAGED compute environment");
    }
    resources(request.computeResources());
  }

  /** Of a new environment, or what an update comes to. */
  void resources(ComputeResource given) {
    if (FargateRules.isFargate(given.type())) {
      FargateRules.check(given);
    } else {
      resources.check(given);
    }
  }

  private RuntimeException unmanaged(CreateComputeEnvironmentRequest request) {
    ComputeResource resources = request.computeResources();
    if (resources != null && FargateRules.isFargate(resources.type())) {
      return Refusals.bare("Cannot create an UNMANAGED Fargate Compute Environment.");
    }
    String role = request.serviceRole();
    if (role == null || role.isEmpty()) {
      return Refusals.bare("ServiceRole is required.");
    }
    if (role.contains("AWSServiceRoleForBatch")) {
      return Refusals.bare(
          "Service Linked Role cannot be used with UNMANAGED Compute Environment.");
    }
    return new UnsupportedOperationException(
        "spotbatch-testing does not model UNMANAGED environments");
  }

  static boolean isEmpty(@Nullable String value) {
    return value == null || value.isEmpty();
  }
}
