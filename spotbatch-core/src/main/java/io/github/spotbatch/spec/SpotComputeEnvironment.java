package io.github.spotbatch.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * A pool of EC2 Spot instances: spare capacity at a fraction of the On-Demand price, which EC2
 * takes back at two minutes' notice when it needs it.
 *
 * <p>Batch calls it a managed compute environment of type SPOT. Immutable and thread-safe. Facts
 * about Batch: AWS Batch API reference, ComputeResource.
 */
@Value.Immutable
public sealed interface SpotComputeEnvironment extends ComputeEnvironmentSpec
    permits ImmutableSpotComputeEnvironment {
  /**
   * Starts an environment.
   *
   * @param name its name within the stack; on AWS it is called {@code <stack>-<name>-<generation>},
   *     at most 128 of letters, digits, {@code -} and {@code _}
   * @return a builder with every option at its default
   */
  static Builder builder(String name) {
    return ImmutableSpotComputeEnvironment.builder()
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

  /** {@return how Batch chooses among the types; default SPOT_PRICE_CAPACITY_OPTIMIZED} */
  @Value.Default
  default SpotAllocationStrategy allocationStrategy() {
    return SpotAllocationStrategy.SPOT_PRICE_CAPACITY_OPTIMIZED;
  }

  /**
   * {@return the highest Spot price at which an instance is started, in percent of the On-Demand
   * price, from 0 to 100; default none, which is 100 percent and what AWS advises; what is paid is
   * the market's price in any case}
   */
  OptionalInt bidPercentage();

  /**
   * {@return the role of the Spot fleet; default none; required with BEST_FIT, unused otherwise;
   * Batch calls it spotIamFleetRole}
   */
  Optional<RoleSpec> spotFleetRole();

  /** {@return a builder that holds this environment's values} */
  default Builder toBuilder() {
    return ImmutableSpotComputeEnvironment.builder().from(this);
  }

  /** Builds a {@link SpotComputeEnvironment}. Not thread-safe. */
  abstract class Builder extends ComputeEnvironmentBuilder<Builder> {
    Builder() {}

    /**
     * Sets how Batch chooses among the instance types.
     *
     * @param strategy default {@link SpotAllocationStrategy#SPOT_PRICE_CAPACITY_OPTIMIZED}
     * @return this builder
     * @see SpotComputeEnvironment#allocationStrategy()
     */
    public abstract Builder allocationStrategy(SpotAllocationStrategy strategy);

    /**
     * Sets the highest Spot price at which an instance is started.
     *
     * @param percent percent of the On-Demand price, from 0 to 100; AWS advises to leave it out
     * @return this builder
     * @see SpotComputeEnvironment#bidPercentage()
     */
    public abstract Builder bidPercentage(int percent);

    /**
     * Sets the role of the Spot fleet.
     *
     * @param role the role; required with {@link SpotAllocationStrategy#BEST_FIT}
     * @return this builder
     * @see SpotComputeEnvironment#spotFleetRole()
     */
    public abstract Builder spotFleetRole(RoleSpec role);

    /**
     * Makes the environment.
     *
     * @return the environment
     * @throws InvalidSpecException if Batch would refuse it; lists every problem
     */
    public SpotComputeEnvironment build() {
      SpotComputeEnvironment environment = create();
      ComputeEnvironmentChecks.check(environment);
      return environment;
    }

    abstract SpotComputeEnvironment create();
  }
}
