package io.github.spotbatch.testing.internal.ec2;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A capacity pool: one instance type in one zone, with its Spot capacity and price. Guarded by the
 * world's lock.
 *
 * <p>No data tells how deep a pool is. Here it holds some hundred vCPUs, the more the more rarely
 * its type is reclaimed, and one instance at least.
 */
public final class Pool {

  private static final int[] VCPUS_BY_BUCKET = {640, 480, 320, 240, 160};
  private static final double ZONE_SPREAD = 0.25;

  private final InstanceType type;
  private final Zone zone;
  private final int depth;
  private final PriceHistory prices;
  private final BigDecimal vcpus;
  private BigDecimal pricePerVcpu = BigDecimal.ZERO;
  private BigDecimal priceOfThat = BigDecimal.ZERO;
  private int taken;
  private int launches;
  private boolean drained;
  private boolean withdrawn;

  Pool(InstanceType type, Zone zone, BigDecimal mean, long seed) {
    this.type = type;
    this.zone = zone;
    this.prices = new PriceHistory(mean, type.onDemandUsdPerHour(), seed);
    this.vcpus = BigDecimal.valueOf(type.vcpus());
    double spread = 1 + ZONE_SPREAD * (2 * new SplittableRandom(~seed).nextDouble() - 1);
    double deep = VCPUS_BY_BUCKET[type.interruptionBucket()] * spread;
    this.depth = Math.max(1, (int) Math.round(deep / type.vcpus()));
  }

  public InstanceType type() {
    return type;
  }

  public Zone zone() {
    return zone;
  }

  /** Such as {@code c5.large in us-east-1a}. */
  public String name() {
    return name(type.name(), zone);
  }

  static String name(String type, Zone zone) {
    return type + " in " + zone.name();
  }

  /** How many instances it can hold. */
  public int depth() {
    return depth;
  }

  /** How many Spot instances it holds. */
  public int taken() {
    return taken;
  }

  /** How many Spot instances were ever launched from it. */
  public int launches() {
    return launches;
  }

  /** How many Spot instances more it can give. */
  public int free() {
    return drained || withdrawn ? 0 : Math.max(0, depth - taken);
  }

  /** The same in vCPUs, which compares pools of different types. */
  public int freeVcpus() {
    return free() * type.vcpus();
  }

  public boolean drained() {
    return drained;
  }

  /** Gives no more instances until this is taken back; those that run go on. */
  public void drain(boolean empty) {
    this.drained = empty;
  }

  /** Whether the zone has the type at all, on Spot or on demand. */
  public boolean offered() {
    return !withdrawn;
  }

  /** The zone no longer has the type; what runs goes on. */
  public void withdraw() {
    this.withdrawn = true;
  }

  void take() {
    taken++;
    launches++;
  }

  void giveBack() {
    taken--;
  }

  /** The Spot price in force at a time. */
  public BigDecimal price(Instant time) {
    return prices.at(time).usdPerHour();
  }

  public BigDecimal pricePerVcpu(Instant time) {
    BigDecimal price = price(time);
    if (price.compareTo(priceOfThat) != 0) {
      priceOfThat = price;
      pricePerVcpu = price.divide(vcpus, 9, RoundingMode.HALF_UP);
    }
    return pricePerVcpu;
  }

  /** When the price moves next after a time. */
  public Instant nextPriceChange(Instant after) {
    return prices.nextChange(after);
  }

  /** When the price next moves to less than a limit, as far as a year goes. */
  public Optional<Instant> nextPriceBelow(BigDecimal limit, Instant after) {
    return prices.nextBelow(limit, after);
  }

  /** The prices of a time range, the one in force at its start first. */
  public List<SpotPrice> prices(Instant start, Instant end) {
    return prices.between(start, end).stream().map(this::shown).toList();
  }

  /** The price in force at a time, with the time since when. */
  SpotPrice priceInForce(Instant time) {
    return shown(prices.rowAt(time));
  }

  private SpotPrice shown(PriceHistory.Row row) {
    return new SpotPrice(type.name(), zone, row.usdPerHour(), row.since());
  }

  /** The market's own price times a factor from a time on; 1 gives it back. */
  public void multiplyPrice(BigDecimal factor, Instant since) {
    prices.multiply(factor, since);
  }

  /** A fixed price from a time on, at most that on demand. */
  public void fixPrice(BigDecimal usdPerHour, Instant since) {
    prices.fix(usdPerHour, since);
  }

  @Override
  public String toString() {
    return name();
  }
}
