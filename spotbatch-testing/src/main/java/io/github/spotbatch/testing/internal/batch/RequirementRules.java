package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;

/** What a container may ask for of vCPUs, memory and GPUs. */
final class RequirementRules {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final long MIN_MEMORY = 4;

  private final World world;

  RequirementRules(World world) {
    this.world = world;
  }

  /** A container's vCPUs and memory, by its requirements or by the two old members. */
  void check(ContainerProperties container, boolean fargate) {
    List<ResourceRequirement> requirements = container.resourceRequirements();
    check(requirements, fargate);
    String vcpus = amount(requirements, ResourceType.VCPU, container.vcpus(), "vcpus", fargate);
    String memory =
        amount(requirements, ResourceType.MEMORY, container.memory(), "memory", fargate);
    check(vcpus, memory, fargate);
  }

  /** The list's form: each type once, with a number. */
  void check(List<ResourceRequirement> requirements, boolean fargate) {
    Set<ResourceType> seen = new HashSet<>();
    for (ResourceRequirement requirement : requirements) {
      ResourceType type = requirement.type();
      if (type == null || type == ResourceType.UNKNOWN_TO_SDK_VERSION) {
        // The three types are documented; the text is not known.
        throw Refusals.wrapped(
            world, "Type in resourceRequirement is not valid: " + requirement.typeAsString());
      }
      Refusals.wrappedIf(
          world, !seen.add(type), "Cannot provide duplicates in resourceRequirements.");
      Pattern number = fargate && type == ResourceType.VCPU ? NUMBER : WHOLE_NUMBER;
      String value = requirement.value();
      if (value == null || !number.matcher(value).matches()) {
        throw Refusals.wrapped(
            world,
            "Value %s for type %s in resourceRequirement is not valid. Please provide a numeric value."
                .formatted(value, type));
      }
      Refusals.wrappedIf(
          world, fargate && type == ResourceType.GPU, "GPU is not applicable for Fargate.");
    }
  }

  /** What must be there: whole vCPUs and a little memory on EC2, one of the pairs on Fargate. */
  void check(@Nullable String vcpus, @Nullable String memory, boolean fargate) {
    if (vcpus == null) {
      throw Refusals.wrapped(world, "vCPU is required.");
    }
    if (memory == null) {
      throw Refusals.wrapped(world, "Memory is required.");
    }
    if (fargate) {
      if (!FargateSizes.offer(vcpus, Long.parseLong(memory))) {
        throw Refusals.bare(
            "Fargate resource requirements (%s vCPU, %s MiB) not valid.".formatted(vcpus, memory));
      }
      return;
    }
    Refusals.wrappedIf(
        world, Long.parseLong(vcpus) < 1, "vCPU must be at least 1, got " + vcpus + ".");
    Refusals.wrappedIf(
        world,
        Long.parseLong(memory) < MIN_MEMORY,
        "Memory must be at least 4 Mib, got " + memory + " Mib.");
  }

  private @Nullable String amount(
      List<ResourceRequirement> requirements,
      ResourceType type,
      @Nullable Integer legacy,
      String field,
      boolean fargate) {
    String required = value(requirements, type);
    if (required != null && legacy != null) {
      throw Refusals.wrapped(
          world,
          "Cannot use both ECS containerProperties %s and resourceRequirement %s."
              .formatted(field, type));
    }
    // The rule is documented; the text is extrapolated from those of other members.
    Refusals.wrappedIf(world, fargate && legacy != null, field + " is not applicable for Fargate.");
    return required != null ? required : legacy == null ? null : legacy.toString();
  }

  /** What is asked for of a type, or null. */
  static @Nullable String value(List<ResourceRequirement> requirements, ResourceType type) {
    for (ResourceRequirement requirement : requirements) {
      if (requirement.type() == type) {
        return requirement.value();
      }
    }
    return null;
  }
}
