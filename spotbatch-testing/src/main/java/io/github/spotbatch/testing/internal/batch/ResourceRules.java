package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Ec2State;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;

/**
 * What Batch refuses at once in the resources of an environment on EC2, whether they are new or
 * what an update comes to.
 */
final class ResourceRules {

  private static final Set<String> IMAGES =
      Set.of("ECS_AL2", "ECS_AL2_NVIDIA", "ECS_AL2023", "ECS_AL2023_NVIDIA");
  private static final int MAX_IMAGES = 2;

  /** Newer than the SDK. */
  private static final String MANAGED_INSTANCES = "ECS_MANAGED_INSTANCES";

  private final World world;
  private final InstanceChoice instances;
  private final StrategyRules strategies;
  private final LaunchTemplateRules templates;
  private final TagRules tags;
  private final Ec2State ec2;

  ResourceRules(Scope scope, InstanceChoice instances) {
    this.world = scope.world();
    this.ec2 = scope.ec2();
    this.tags = new TagRules(scope.world());
    this.templates = new LaunchTemplateRules(instances);
    this.instances = instances;
    this.strategies = new StrategyRules(world);
  }

  void check(ComputeResource resources) {
    CRType type = resources.type();
    if (MANAGED_INSTANCES.equals(resources.typeAsString())) {
      throw new UnsupportedOperationException(
          "spotbatch-testing does not model compute resources of type " + MANAGED_INSTANCES);
    }
    if (type != CRType.EC2 && type != CRType.SPOT) {
      // The types are documented; the text is not known.
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
      // That they are required is documented; the text is not known.
      throw Refusals.wrapped(world, "Resource subnets are required.");
    }
    templates.check(resources);
    if (resources.securityGroupIds().isEmpty() && !templatesNameGroups(resources)) {
      throw Refusals.bare("Security group ids are required.");
    }
    strategies.check(resources);
    images(resources.ec2Configuration());
    tags.check(resources.tags());
  }

  /** Groups may come from launch templates; one that does not exist shows itself later. */
  private boolean templatesNameGroups(ComputeResource resources) {
    LaunchTemplateSpecification given = resources.launchTemplate();
    if (given == null) {
      return false;
    }
    List<LaunchTemplateSpecification> all = new ArrayList<>();
    if (!isEmpty(given.launchTemplateId()) || !isEmpty(given.launchTemplateName())) {
      all.add(given);
    }
    given.overrides().forEach(override -> all.add(LaunchSettings.asTemplate(override)));
    return all.stream()
        .flatMap(template -> LaunchSettings.find(ec2, template).stream())
        .noneMatch(data -> data.securityGroupIds().isEmpty());
  }

  private void vcpus(ComputeResource resources) {
    Integer min = resources.minvCpus();
    Integer max = resources.maxvCpus();
    if (min == null) {
      throw Refusals.wrapped(world, "Resource minvCpus is required.");
    }
    if (max == null) {
      // That it is required is documented; the text is that of minvCpus.
      throw Refusals.wrapped(world, "Resource maxvCpus is required.");
    }
    vcpus(min, max, resources.desiredvCpus());
  }

  private static void vcpus(int min, int max, @Nullable Integer desired) {
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
      if (types.isEmpty() && (AbsentFamilies.contain(name) || metal(name))) {
        throw new UnsupportedOperationException(
            "spotbatch-testing has no data of instance type " + name);
      }
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

  /** Whether it is the metal size of a family; the data has no such size. */
  private boolean metal(String name) {
    int size = name.indexOf(".metal");
    return size > 0 && !instances.named(name.substring(0, size)).isEmpty();
  }

  private void images(List<Ec2Configuration> configurations) {
    if (configurations.size() > MAX_IMAGES) {
      // The limit is documented; the text is not known.
      throw Refusals.bare("At most 2 entries are allowed in ComputeResources.ec2Configuration");
    }
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
}
