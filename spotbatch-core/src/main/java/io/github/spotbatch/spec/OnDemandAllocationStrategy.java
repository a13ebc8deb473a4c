package io.github.spotbatch.spec;

/**
 * How Batch chooses among the instance types of an On-Demand environment.
 *
 * <p>Source: AWS Batch user guide, allocation strategies.
 */
public enum OnDemandAllocationStrategy {
  /** The cheapest type that fits, waiting for it if need be. */
  BEST_FIT,
  /** The lowest price for each vCPU, falling through to other types. */
  BEST_FIT_PROGRESSIVE,
  /** The listed order, falling through to the next type. */
  BEST_FIT_PROGRESSIVE_ORDERED
}
