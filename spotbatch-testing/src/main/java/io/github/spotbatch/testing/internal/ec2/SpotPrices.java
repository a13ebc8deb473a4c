package io.github.spotbatch.testing.internal.ec2;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What each capacity pool of a Region has cost. A pool begins at the Region's average, the zones a
 * little apart, and stays there until {@link #change} moves it.
 */
public final class SpotPrices {

  // An average says nothing about zones: these keep it, and keep the pools apart.
  private static final List<BigDecimal> ZONE_FACTORS =
      List.of(new BigDecimal("1.00"), new BigDecimal("0.96"), new BigDecimal("1.04"));

  // Prices are older than the world, so that a history has a price in force at its start.
  private static final Duration AGE = Duration.ofHours(6);

  private final Map<Pool, List<SpotPrice>> history = new TreeMap<>();

  private record Pool(String instanceType, String zone) implements Comparable<Pool> {
    private static final Comparator<Pool> ORDER =
        Comparator.comparing(Pool::instanceType).thenComparing(Pool::zone);

    @Override
    public int compareTo(Pool other) {
      return ORDER.compare(this, other);
    }
  }

  SpotPrices(InstanceTypes types, List<Zone> zones, Instant worldBegan) {
    for (InstanceType type : types.all()) {
      for (int i = 0; i < zones.size(); i++) {
        Zone zone = zones.get(i);
        BigDecimal price =
            type.spotUsdPerHour()
                .multiply(ZONE_FACTORS.get(i))
                .min(type.onDemandUsdPerHour())
                .setScale(6, RoundingMode.HALF_UP);
        List<SpotPrice> rows = new ArrayList<>();
        rows.add(new SpotPrice(type.name(), zone, price, worldBegan.minus(AGE)));
        history.put(new Pool(type.name(), zone.name()), rows);
      }
    }
  }

  /** The price in force at a time; empty for a pool that does not exist. */
  public Optional<BigDecimal> at(String instanceType, String zone, Instant time) {
    return rows(instanceType, zone)
        .filter(row -> !row.since().isAfter(time))
        .reduce((earlier, later) -> later)
        .map(SpotPrice::usdPerHour);
  }

  /** When a pool's price changes after one time and before another, the earliest first. */
  public List<Instant> changes(String instanceType, String zone, Instant after, Instant before) {
    return rows(instanceType, zone)
        .map(SpotPrice::since)
        .filter(since -> since.isAfter(after) && since.isBefore(before))
        .toList();
  }

  /**
   * Sets a pool's price from a time on, which must not lie before its last change.
   *
   * @throws IllegalArgumentException if there is no such pool or the time is in its past
   */
  public void change(String instanceType, String zone, BigDecimal usdPerHour, Instant since) {
    List<SpotPrice> rows = history.get(new Pool(instanceType, zone));
    if (rows == null) {
      throw new IllegalArgumentException(
          "no capacity pool of [instanceType=" + instanceType + "] in [zone=" + zone + "]");
    }
    SpotPrice last = rows.get(rows.size() - 1);
    if (since.isBefore(last.since())) {
      throw new IllegalArgumentException(
          "the price changes at [" + since + "], before its last change at " + last.since());
    }
    rows.add(
        new SpotPrice(
            instanceType, last.zone(), usdPerHour.setScale(6, RoundingMode.HALF_UP), since));
  }

  /** All rows, pool by pool, the oldest of each first. */
  Stream<List<SpotPrice>> pools() {
    return history.values().stream();
  }

  private Stream<SpotPrice> rows(String instanceType, String zone) {
    return history.getOrDefault(new Pool(instanceType, zone), List.of()).stream();
  }
}
