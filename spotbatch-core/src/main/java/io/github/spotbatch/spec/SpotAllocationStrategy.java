package io.github.spotbatch.spec;

/**
 * How Batch chooses among the instance types of a Spot environment.
 *
 * <p>Source: AWS Batch user guide, allocation strategies.
 */
public enum SpotAllocationStrategy {
  /** The cheapest type that fits, waiting for it if need be; needs a Spot fleet role. */
  BEST_FIT,
  /** The lowest price for each vCPU, falling through to other types. */
  BEST_FIT_PROGRESSIVE,
  /** The deepest capacity pools, so that few instances are reclaimed. */
  SPOT_CAPACITY_OPTIMIZED,
  /** Deep pools first and then the listed order, which Batch honours as well as it can. */
  SPOT_CAPACITY_OPTIMIZED_PRIORITIZED,
  /** Price and depth of the pools balanced; what AWS recommends for Spot. */
  SPOT_PRICE_CAPACITY_OPTIMIZED
}
