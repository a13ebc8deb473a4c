package io.github.spotbatch.testing.internal.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * What a host costs, and an attempt on it. AWS bills Linux from running until shutting-down, by the
 * second and for 60 of them at least; here a second that has begun counts. The price is the pool's
 * as it moves. Amounts have nine decimals, the rest cut off, so that the attempts of a host never
 * cost more than the host.
 */
final class Bill {

  static final int DECIMALS = 9;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long LEAST = 60 * SECOND;
  private static final BigDecimal HOUR = BigDecimal.valueOf(Duration.ofHours(1).toNanos());
  private static final BigDecimal CPU_UNITS = BigDecimal.valueOf(1024);

  private final PriceCurve curve;
  private final long from;
  private final long to;
  private final BigDecimal hostUnits;
  private final int vcpus;

  private Bill(PriceCurve curve, long from, long to, int vcpus) {
    this.curve = curve;
    this.from = from;
    this.to = to;
    this.vcpus = vcpus;
    this.hostUnits = BigDecimal.valueOf(vcpus).multiply(CPU_UNITS).multiply(HOUR);
  }

  /** The bill until now. A host that never came to run costs nothing. */
  static Bill of(HostRecord host, PriceCurve curve, long now) {
    long from = host.running();
    long until = host.stopping() == HostRecord.NEVER ? now : host.stopping();
    long seconds = -Math.floorDiv(from - until, SECOND);
    long to = until < from ? from : from + Math.max(LEAST, seconds * SECOND);
    return new Bill(curve, from, to, host.pool().vcpus());
  }

  BigDecimal usd() {
    return curve.between(from, to).divide(HOUR, DECIMALS, RoundingMode.DOWN);
  }

  /** The share of an attempt by its vCPUs, for as long as it has them. */
  BigDecimal usd(AttemptRecord attempt, long now) {
    long end = attempt.over() ? attempt.stopped() : now;
    return curve
        .between(Math.max(from, attempt.starting()), Math.min(to, end))
        .multiply(BigDecimal.valueOf(attempt.cpuUnits()))
        .divide(hostUnits, DECIMALS, RoundingMode.DOWN);
  }

  BigDecimal usdPerHour(AttemptRecord attempt) {
    return curve.at(attempt.starting());
  }

  /** What the host had to give in the time that is paid for. */
  double vcpuSeconds() {
    return (double) (to - from) / SECOND * vcpus;
  }

  /** What an attempt took of it. */
  double vcpuSeconds(AttemptRecord attempt, long now) {
    long end = attempt.over() ? attempt.stopped() : now;
    long nanos = Math.min(to, end) - Math.max(from, attempt.starting());
    return Math.max(0, nanos) / (double) SECOND * attempt.cpuUnits() / 1024;
  }
}
