package io.github.spotbatch.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What Batch asks of a compute environment. */
final class ComputeEnvironmentChecks {
  private ComputeEnvironmentChecks() {}

  static void check(SpotComputeEnvironment environment) {
    Problems problems = Problems.in("computeEnvironment", environment.name());
    checkCommon(problems, environment);
    SpotAllocationStrategy strategy = environment.allocationStrategy();
    if (strategy == SpotAllocationStrategy.SPOT_CAPACITY_OPTIMIZED_PRIORITIZED) {
      checkNoBundles(problems, environment.instanceTypes(), strategy);
    }
    problems.requireRange("bidPercentage", environment.bidPercentage(), 0, 100);
    Optional<RoleSpec> fleetRole = environment.spotFleetRole();
    if (strategy == SpotAllocationStrategy.BEST_FIT && fleetRole.isEmpty()) {
      problems.missing("spotFleetRole", "must be given with BEST_FIT, or choose another strategy");
    }
    RoleChecks.checkExisting(problems, "spotFleetRole", fleetRole, Form.ROLE_ARN);
    problems.throwIfAny();
  }

  static void check(OnDemandComputeEnvironment environment) {
    Problems problems = Problems.in("computeEnvironment", environment.name());
    checkCommon(problems, environment);
    OnDemandAllocationStrategy strategy = environment.allocationStrategy();
    if (strategy == OnDemandAllocationStrategy.BEST_FIT_PROGRESSIVE_ORDERED) {
      checkNoBundles(problems, environment.instanceTypes(), strategy);
    }
    problems.throwIfAny();
  }

  private static void checkCommon(Problems problems, ComputeEnvironmentSpec environment) {
    problems.requireForm("name", environment.name(), Form.NAME);
    checkVcpus(problems, environment);
    checkInstanceTypes(problems, environment);
    problems.requireForm("imageId", environment.imageId(), Form.IMAGE_ID);
    Optional<RoleSpec> instanceRole = Optional.of(environment.instanceRole());
    RoleChecks.checkExisting(problems, "serviceRole", environment.serviceRole(), Form.ROLE_ARN);
    RoleChecks.checkExisting(problems, "instanceRole", instanceRole, Form.INSTANCE_PROFILE_ARN);
    problems.requireForm("ec2KeyPair", environment.ec2KeyPair(), Form.NOT_BLANK);
    problems.requireForm("placementGroup", environment.placementGroup(), Form.NOT_BLANK);
    TagChecks.checkOwned(problems, "instanceTags", environment.instanceTags());
    TagChecks.checkOwned(problems, "tags", environment.tags());
  }

  private static void checkVcpus(Problems problems, ComputeEnvironmentSpec environment) {
    int min = environment.minVcpus();
    OptionalInt desired = environment.desiredVcpus();
    problems.requireAtLeast("minVcpus", min, 0);
    if (environment.maxVcpus().isEmpty()) {
      problems.missing("maxVcpus", "must be given");
      problems.requireAtLeast("desiredVcpus", desired, min);
      return;
    }
    int max = environment.maxVcpus().getAsInt();
    problems.require(max >= min, "maxVcpus", max, "must be at least minVcpus, which is " + min);
    if (max >= min) {
      problems.requireRange("desiredVcpus", desired, min, max);
    }
  }

  private static void checkInstanceTypes(Problems problems, ComputeEnvironmentSpec environment) {
    List<String> types = environment.instanceTypes();
    ImageType imageType = environment.imageType();
    if (types.isEmpty()) {
      problems.missing("instanceTypes", "must name at least one type, family or bundle");
    }
    for (int i = 0; i < types.size(); i++) {
      String type = types.get(i);
      String path = "instanceTypes[" + i + "]";
      String form = "must be a type such as c5.large, a family such as c5, or a bundle";
      problems.require(InstanceTypes.isWellFormed(type), path, type, form);
      String steady = "must not be burstable, which Batch does not offer";
      problems.require(!InstanceTypes.isBurstable(type), path, type, steady);
      boolean runs =
          environment.imageId().isPresent() || !InstanceTypes.lacksImage(type, imageType);
      problems.require(runs, path, type, "must not be of a family that " + imageType + " lacks");
    }
    boolean one = InstanceTypes.isOneArchitecture(types);
    problems.require(one, "instanceTypes", types, "must be all Arm or all x86, not mixed");
  }

  private static void checkNoBundles(Problems problems, List<String> types, Enum<?> strategy) {
    for (int i = 0; i < types.size(); i++) {
      String type = types.get(i);
      String fix = "must be a type or family with " + strategy + ", not a bundle";
      problems.require(!InstanceTypes.isBundle(type), "instanceTypes[" + i + "]", type, fix);
    }
  }
}
