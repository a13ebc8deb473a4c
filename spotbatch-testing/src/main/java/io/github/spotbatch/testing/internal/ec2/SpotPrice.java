package io.github.spotbatch.testing.internal.ec2;

import java.math.BigDecimal;
import java.time.Instant;

/** A Linux Spot price of one capacity pool, in force since a time. */
public record SpotPrice(String instanceType, Zone zone, BigDecimal usdPerHour, Instant since) {}
