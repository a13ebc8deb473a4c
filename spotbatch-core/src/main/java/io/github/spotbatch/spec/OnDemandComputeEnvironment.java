package io.github.spotbatch.spec;

import java.util.List;
import org.immutables.value.Value;

/**
 * A pool of EC2 On-Demand instances, which EC2 does not take back; useful as the second environment
 * of a queue, for when there is no Spot capacity.
 *
 * <p>Batch calls it a managed compute environment of type EC2. Immutable and thread-safe. Facts
 * about Batch: AWS Batch API reference, ComputeResource.
 */
@Value.Immutable
public sealed interface OnDemandComputeEnvironment extends ComputeEnvironmentSpec
    permits ImmutableOnDemandComputeEnvironment {
  /**
   * Starts an environment.
   *
   * @param name its name within the stack; on AWS it is called {@code <stack>-<name>-<generation>},
   *     at most 128 of letters, digits, {@code -} and {@code _}
   * @return a builder with every option at its default
   */
  static Builder builder(String name) {
    return ImmutableOnDemandComputeEnvironment.builder()
        .name(name)
        .instanceTypes(List.of(InstanceTypes.DEFAULT_X86_64));
  }

  @Override
  @Value.Default
  default int minVcpus() {
    return 0;
  }

  @Override
  @Value.Default
  default ImageType imageType() {
    return ImageType.ECS_AL2023;
  }

  @Override
  @Value.Default
  default RoleSpec instanceRole() {
    return RoleSpec.builder("instance").build();
  }

  /** {@return how Batch chooses among the types; default BEST_FIT_PROGRESSIVE} */
  @Value.Default
  default OnDemandAllocationStrategy allocationStrategy() {
    return OnDemandAllocationStrategy.BEST_FIT_PROGRESSIVE;
  }

  /** {@return a builder that holds this environment's values} */
  default Builder toBuilder() {
    return ImmutableOnDemandComputeEnvironment.builder().from(this);
  }

  /** Builds an {@link OnDemandComputeEnvironment}. Not thread-safe. */
  abstract class Builder extends ComputeEnvironmentBuilder<Builder> {
    Builder() {}

    /**
     * Sets how Batch chooses among the instance types.
     *
     * @param strategy default {@link OnDemandAllocationStrategy#BEST_FIT_PROGRESSIVE}
     * @return this builder
     * @see OnDemandComputeEnvironment#allocationStrategy()
     */
    public abstract Builder allocationStrategy(OnDemandAllocationStrategy strategy);

    /**
     * Makes the environment.
     *
     * @return the environment
     * @throws InvalidSpecException if Batch would refuse it; lists every problem
     */
    public OnDemandComputeEnvironment build() {
      OnDemandComputeEnvironment environment = create();
      ComputeEnvironmentChecks.check(environment);
      return environment;
    }

    abstract OnDemandComputeEnvironment create();
  }
}
