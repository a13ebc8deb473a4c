package io.github.spotbatch.testing;

import java.math.BigDecimal;

/**
 * A capacity pool of a Spot market, as it stands.
 *
 * @param instanceType such as {@code c5.large}
 * @param zone such as {@code us-east-1a}
 * @param depth how many instances it can hold
 * @param free how many it can give now; 0 while it is drained
 * @param usdPerHour the Spot price in force
 * @param onDemandUsdPerHour the On-Demand price of the type
 */
public record SpotPool(
    String instanceType,
    String zone,
    int depth,
    int free,
    BigDecimal usdPerHour,
    BigDecimal onDemandUsdPerHour) {}
