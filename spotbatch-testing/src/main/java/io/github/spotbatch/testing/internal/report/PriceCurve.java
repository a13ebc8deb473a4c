package io.github.spotbatch.testing.internal.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The price of a pool from the world's beginning on, summed up so that any part of it is found at
 * once. The last price goes on for ever. Times are as in {@link HostRecord}.
 */
final class PriceCurve {

  private final long[] since;
  private final BigDecimal[] usdPerHour;
  private final BigDecimal[] paidBefore;

  private PriceCurve(long[] since, BigDecimal[] usdPerHour) {
    this.since = since;
    this.usdPerHour = usdPerHour;
    this.paidBefore = new BigDecimal[since.length];
    BigDecimal paid = BigDecimal.ZERO;
    for (int i = 0; i < since.length; i++) {
      paidBefore[i] = paid;
      if (i + 1 < since.length) {
        paid = paid.add(times(usdPerHour[i], since[i + 1] - since[i]));
      }
    }
  }

  /** The prices until now, or none if nobody knows them. */
  static Optional<PriceCurve> of(Prices prices, Instant start, long now) {
    Optional<BigDecimal> first = prices.at(start);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<Instant> changes = prices.changes(start, start.plusNanos(now));
    long[] since = new long[changes.size() + 1];
    BigDecimal[] usdPerHour = new BigDecimal[since.length];
    usdPerHour[0] = first.get();
    for (int i = 1; i < since.length; i++) {
      Instant change = changes.get(i - 1);
      since[i] = Duration.between(start, change).toNanos();
      usdPerHour[i] = prices.at(change).orElseThrow();
    }
    return Optional.of(new PriceCurve(since, usdPerHour));
  }

  BigDecimal at(long time) {
    return usdPerHour[step(time)];
  }

  /** Price times nanoseconds, exactly. */
  BigDecimal between(long from, long to) {
    return to <= from ? BigDecimal.ZERO : until(to).subtract(until(from));
  }

  private BigDecimal until(long time) {
    int step = step(time);
    return paidBefore[step].add(times(usdPerHour[step], time - since[step]));
  }

  private int step(long time) {
    int found = Arrays.binarySearch(since, time);
    return found >= 0 ? found : -found - 2;
  }

  private static BigDecimal times(BigDecimal usdPerHour, long nanos) {
    return usdPerHour.multiply(BigDecimal.valueOf(nanos));
  }
}
