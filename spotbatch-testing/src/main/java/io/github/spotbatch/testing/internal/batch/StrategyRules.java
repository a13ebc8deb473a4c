package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.World;
import java.util.Set;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResource;

/** Which allocation strategies go with which resources, and what they need on Spot. */
final class StrategyRules {

  static final String BEST_FIT = "BEST_FIT";

  private static final String PROGRESSIVE_ORDERED = "BEST_FIT_PROGRESSIVE_ORDERED";
  private static final String PRIORITIZED = "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED";
  private static final Set<String> SPOT_ONLY =
      Set.of("SPOT_CAPACITY_OPTIMIZED", "SPOT_PRICE_CAPACITY_OPTIMIZED", PRIORITIZED);
  private static final Set<String> ORDERED = Set.of(PROGRESSIVE_ORDERED, PRIORITIZED);

  private final World world;

  StrategyRules(World world) {
    this.world = world;
  }

  /** As text, since the SDK does not know all of them yet. */
  static String of(ComputeResource resources) {
    return isEmpty(resources.allocationStrategyAsString())
        ? BEST_FIT
        : resources.allocationStrategyAsString();
  }

  void check(ComputeResource resources) {
    String strategy = of(resources);
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
}
