package io.github.spotbatch.testing.internal.report;

import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.HostReport;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Sums over the hosts and attempts of a pool, or of a world. */
final class Tally {

  private final Map<AttemptOutcome, Integer> outcomes = new EnumMap<>(AttemptOutcome.class);
  private int hosts;
  private int reclaims;
  private int attempts;
  private int unpriced;
  private double hostVcpuSeconds;
  private double busyVcpuSeconds;
  private BigDecimal cost = zero();
  private BigDecimal waste = zero();
  private BigDecimal idle = zero();

  private static BigDecimal zero() {
    return BigDecimal.ZERO.setScale(Bill.DECIMALS);
  }

  void add(HostReport host, double vcpuSeconds) {
    hosts++;
    reclaims += host.reclaimed() ? 1 : 0;
    hostVcpuSeconds += vcpuSeconds;
    cost = cost.add(host.costUsd());
    idle = idle.add(host.idleUsd());
  }

  void add(AttemptOutcome outcome, BigDecimal usd, double vcpuSeconds) {
    attempts++;
    outcomes.merge(outcome, 1, Integer::sum);
    busyVcpuSeconds += vcpuSeconds;
    if (outcome.wasted()) {
      waste = waste.add(usd);
    }
  }

  void addUnpriced(AttemptOutcome outcome) {
    attempts++;
    unpriced++;
    outcomes.merge(outcome, 1, Integer::sum);
  }

  int hosts() {
    return hosts;
  }

  int reclaims() {
    return reclaims;
  }

  int attempts() {
    return attempts;
  }

  int attempts(AttemptOutcome outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }

  int unpriced() {
    return unpriced;
  }

  double hostVcpuSeconds() {
    return hostVcpuSeconds;
  }

  double busyVcpuSeconds() {
    return busyVcpuSeconds;
  }

  OptionalDouble utilisation() {
    return hostVcpuSeconds == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(busyVcpuSeconds / hostVcpuSeconds);
  }

  BigDecimal cost() {
    return cost;
  }

  BigDecimal waste() {
    return waste;
  }

  BigDecimal idle() {
    return idle;
  }
}
