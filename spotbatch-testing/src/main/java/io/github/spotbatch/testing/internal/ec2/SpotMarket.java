package io.github.spotbatch.testing.internal.ec2;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Spot market of one Region, the same for all accounts: a pool for each instance type in each
 * zone, made when first asked for. Guarded by the world's lock.
 */
public final class SpotMarket {

  // The data's average says nothing about zones: these keep it, and keep the pools apart.
  private static final List<BigDecimal> ZONE_FACTORS =
      List.of(new BigDecimal("1.00"), new BigDecimal("0.96"), new BigDecimal("1.04"));

  private final InstanceTypes types;
  private final List<Zone> zones;
  private final long seed;
  private final Map<Key, Pool> pools = new HashMap<>();

  private record Key(String instanceType, String zone) {}

  public SpotMarket(String region, long worldSeed) {
    this.types = InstanceTypes.in(region);
    this.zones = Zone.of(region);
    this.seed = mixed(worldSeed, region.hashCode());
  }

  public InstanceTypes types() {
    return types;
  }

  public List<Zone> zones() {
    return zones;
  }

  /** The pool of a type that the Region offers, in one of its zones. */
  public Pool pool(InstanceType type, Zone zone) {
    return pools.computeIfAbsent(new Key(type.name(), zone.name()), key -> made(type, zone));
  }

  /** The pool of a type in a zone by their names; empty if there is none. */
  public Optional<Pool> find(String instanceType, String zone) {
    return types
        .find(instanceType)
        .flatMap(
            type ->
                zones.stream()
                    .filter(it -> it.name().equals(zone))
                    .findFirst()
                    .map(it -> pool(type, it)));
  }

  /** All pools of what the zones offer, ordered by type and zone. */
  public Stream<Pool> pools() {
    return types.all().stream()
        .flatMap(type -> zones.stream().map(zone -> pool(type, zone)))
        .filter(Pool::offered);
  }

  /** Whether a zone has a type, on Spot and on demand. */
  public boolean offers(InstanceType type, Zone zone) {
    return pool(type, zone).offered();
  }

  /** Those from which something was launched, ordered by their names. */
  public Stream<Pool> used() {
    return pools.values().stream()
        .filter(pool -> pool.launches() > 0)
        .sorted(Comparator.comparing(Pool::name));
  }

  private Pool made(InstanceType type, Zone zone) {
    BigDecimal factor = ZONE_FACTORS.get(zones.indexOf(zone) % ZONE_FACTORS.size());
    long name = (type.name() + "/" + zone.name()).hashCode();
    return new Pool(type, zone, type.spotUsdPerHour().multiply(factor), mixed(seed, name));
  }

  /** Far from those of neighbours, since a day's price is drawn from the seed plus a number. */
  private static long mixed(long seed, long name) {
    return (seed * 0x9E3779B97F4A7C15L) ^ (name * 0xC2B2AE3D27D4EB4FL);
  }
}
