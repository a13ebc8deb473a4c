package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;

/** What Batch refuses at once when a compute environment is created. */
final class EnvironmentRules {

  static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private static final Set<String> IMAGES =
      Set.of("ECS_AL2", "ECS_AL2_NVIDIA", "ECS_AL2023", "ECS_AL2023_NVIDIA");
  private static final Set<String> NOT_ON_FARGATE =
      Set.of(
          "minvCpus",
          "desiredvCpus",
          "instanceTypes",
          "allocationStrategy",
          "instanceRole",
          "tags",
          "ec2KeyPair",
          "imageId",
          "placementGroup",
          "launchTemplate",
          "bidPercentage",
          "spotIamFleetRole",
          "ec2Configuration");
  private static final String BEST_FIT = "BEST_FIT";
  private static final String PROGRESSIVE_ORDERED = "BEST_FIT_PROGRESSIVE_ORDERED";
  private static final String PRIORITIZED = "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED";
  private static final Set<String> SPOT_ONLY =
      Set.of("SPOT_CAPACITY_OPTIMIZED", "SPOT_PRICE_CAPACITY_OPTIMIZED", PRIORITIZED);
  private static final Set<String> ORDERED = Set.of(PROGRESSIVE_ORDERED, PRIORITIZED);

  private final World world;
  private final InstanceChoice instances;

  EnvironmentRules(World world, InstanceChoice instances) {
    this.world = world;
    this.instances = instances;
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

  private RuntimeException unmanaged(CreateComputeEnvironmentRequest request) {
    ComputeResource resources = request.computeResources();
    if (resources != null && isFargate(resources.type())) {
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

  private void resources(ComputeResource resources) {
    CRType type = resources.type();
    if (isFargate(type)) {
      throw fargate(resources);
    }
    if (type != CRType.EC2 && type != CRType.SPOT) {
      throw Refusals.wrapped(world, "Resource type is required.");
    }
    if (isEmpty(resources.instanceRole())) {
      throw Refusals.wrapped(world, "Instance role is required.");
    }
    vcpus(resources);
    if (!resources.hasInstanceTypes() || resources.instanceTypes().isEmpty()) {
      throw Refusals.bare("Resource instanceTypes are required.");
    }
    instanceTypes(resources.instanceTypes());
    if (!resources.hasSubnets() || resources.subnets().isEmpty()) {
      throw Refusals.wrapped(world, "Resource subnets are required.");
    }
    if (resources.launchTemplate() != null) {
      throw new UnsupportedOperationException(
          "spotbatch-testing does not model launch templates of environments");
    }
    if (!resources.hasSecurityGroupIds() || resources.securityGroupIds().isEmpty()) {
      throw Refusals.bare("Security group ids are required.");
    }
    strategy(resources);
    images(resources.ec2Configuration());
  }

  private static boolean isFargate(CRType type) {
    return type == CRType.FARGATE || type == CRType.FARGATE_SPOT;
  }

  private static RuntimeException fargate(ComputeResource resources) {
    for (SdkField<?> field : resources.sdkFields()) {
      Object value = field.getValueOrDefault(resources);
      boolean given =
          value != null
              && !(value instanceof SdkAutoConstructList<?>)
              && !(value instanceof SdkAutoConstructMap<?, ?>);
      if (given && NOT_ON_FARGATE.contains(field.memberName())) {
        return Refusals.bare(field.memberName() + " is not applicable for Fargate.");
      }
    }
    return new UnsupportedOperationException(
        "spotbatch-testing does not model Fargate environments");
  }

  private void vcpus(ComputeResource resources) {
    Integer min = resources.minvCpus();
    Integer max = resources.maxvCpus();
    if (min == null) {
      throw Refusals.wrapped(world, "Resource minvCpus is required.");
    }
    if (max == null) {
      throw Refusals.wrapped(world, "Resource maxvCpus is required.");
    }
    vcpus(min, max, resources.desiredvCpus());
  }

  static void vcpus(int min, int max, @Nullable Integer desired) {
    if (min < 0) {
      throw Refusals.bare("minvCpus should be greater than or equal to 0.");
    }
    if (max < min) {
      throw Refusals.bare("maxvCpus should be greater than or equal to minvCpus.");
    }
    if (desired != null && (desired < min || desired > max)) {
      throw Refusals.bare("desiredvCpus should be between minvCpus and maxvCpus.");
    }
  }

  private void instanceTypes(List<String> names) {
    Set<String> architectures = new HashSet<>();
    for (String name : names) {
      List<InstanceType> types = instances.named(name);
      if (types.isEmpty()) {
        throw Refusals.wrapped(
            world,
            "Instance type can only be one of [" + String.join(", ", instances.names()) + "]");
      }
      types.forEach(type -> architectures.add(type.architecture()));
    }
    if (architectures.size() > 1) {
      throw Refusals.bare("arm-based instance type cannot be used with other instance types.");
    }
  }

  private void strategy(ComputeResource resources) {
    // As text, since the SDK does not know all of them yet.
    String strategy =
        isEmpty(resources.allocationStrategyAsString())
            ? BEST_FIT
            : resources.allocationStrategyAsString();
    boolean spot = resources.type() == CRType.SPOT;
    if (!spot && SPOT_ONLY.contains(strategy)) {
      throw Refusals.wrapped(
          world, "Invalid compute resource allocation strategy " + strategy + " for type EC2");
    }
    if (!InstanceChoice.STRATEGIES.contains(strategy)) {
      // The list is documented; the text for what is not on it is not known.
      throw Refusals.wrapped(
          world,
          "Invalid compute resource allocation strategy "
              + strategy
              + " for type "
              + resources.type());
    }
    if (spot && strategy.equals(PROGRESSIVE_ORDERED)) {
      throw Refusals.bare(
          "Allocation strategy BEST_FIT_PROGRESSIVE_ORDERED requires compute resource type EC2.");
    }
    if (ORDERED.contains(strategy)
        && resources.instanceTypes().stream().anyMatch(InstanceChoice.BUNDLES::containsKey)) {
      throw Refusals.bare(
          "Instance type bundles (e.g. optimal, default_x86_64) are not allowed for "
              + strategy
              + " allocation strategy. Specify instance families or types directly.");
    }
    Integer bid = resources.bidPercentage();
    if (bid != null && (bid < 0 || bid > 100)) {
      throw Refusals.bare("Bid percentage must be between 0 to 100.");
    }
    if (spot && strategy.equals(BEST_FIT) && isEmpty(resources.spotIamFleetRole())) {
      throw Refusals.bare("compute resource spotIamFleetRole is required.");
    }
  }

  private void images(List<Ec2Configuration> configurations) {
    for (Ec2Configuration configuration : configurations) {
      String image = configuration.imageType();
      if (image == null || !IMAGES.contains(image)) {
        throw Refusals.bare("Invalid imageType in ComputeResources.ec2Configuration");
      }
      if (!image.startsWith("ECS_AL2023")) {
        throw Refusals.bare(
            "Amazon Linux 2 is end-of-life. Please see"
                + " https://docs.aws.amazon.com/batch/latest/userguide/compute_resource_AMIs.html.");
      }
    }
  }

  static boolean isEmpty(@Nullable String value) {
    return value == null || value.isEmpty();
  }
}
