package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Ec2State;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.ec2.SpotMarket;
import io.github.spotbatch.testing.internal.ec2.Subnet;
import io.github.spotbatch.testing.internal.ec2.Zone;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From which pool an environment takes its next instance: what its list means, what fits, what the
 * market has, and its strategy's order.
 */
final class InstanceChoice {

  /** Bundles and the families they stand for. */
  static final Map<String, List<String>> BUNDLES =
      Map.of(
          "optimal", List.of("m6i", "c6i", "r6i", "c7i"),
          "default_x86_64", List.of("m6i", "c6i", "r6i", "c7i"),
          "default_arm64", List.of("m6g", "c6g", "r6g", "c7g"));

  static final Set<String> STRATEGIES =
      Set.of(
          "BEST_FIT",
          "BEST_FIT_PROGRESSIVE",
          "BEST_FIT_PROGRESSIVE_ORDERED",
          "SPOT_CAPACITY_OPTIMIZED",
          "SPOT_PRICE_CAPACITY_OPTIMIZED",
          "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED");

  private static final Pattern BURSTABLE = Pattern.compile("t\\d.*");

  /** A pool counts as deep if it has at least half of what the deepest one has. */
  private static final int DEEP = 2;

  private final World world;
  private final Ec2State ec2;
  private final SpotMarket market;
  private final Scripts scripts;
  private final List<InstanceType> offered;
  private final Map<String, List<InstanceType>> named = new HashMap<>();

  InstanceChoice(World world, Ec2State ec2, Scripts scripts) {
    this.world = world;
    this.ec2 = ec2;
    this.market = ec2.market();
    this.scripts = scripts;
    this.offered =
        market.types().all().stream()
            .filter(type -> !BURSTABLE.matcher(type.family()).matches())
            .toList();
  }

  /**
   * What an entry of an environment's list stands for: a type, a family without its metal sizes, or
   * a bundle.
   */
  List<InstanceType> named(String name) {
    return named.computeIfAbsent(name, this::expanded);
  }

  private List<InstanceType> expanded(String name) {
    List<String> families = BUNDLES.getOrDefault(name, List.of(name));
    return offered.stream()
        .filter(
            type ->
                type.name().equals(name)
                    || (families.contains(type.family()) && !type.size().startsWith("metal")))
        .toList();
  }

  /** Everything that may be named, in the order of Batch's error message. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(BUNDLES.keySet());
    offered.forEach(
        type -> {
          names.add(type.name());
          names.add(type.family());
        });
    return names;
  }

  /** The types of an environment on which a job would find room, if there were nothing else. */
  List<InstanceType> holding(Environment environment, Job job) {
    return of(environment).filter(type -> holds(type, job.vcpus(), job.memoryMiB())).toList();
  }

  private Stream<InstanceType> of(Environment environment) {
    return instanceTypes(environment).stream().flatMap(name -> named(name).stream()).distinct();
  }

  /** All types of an environment are of one architecture; one without instances has none. */
  Optional<String> architecture(Environment environment) {
    return environment.onInstances()
        ? of(environment).findFirst().map(InstanceType::architecture)
        : Optional.empty();
  }

  private static List<String> instanceTypes(Environment environment) {
    return environment.detail().computeResources().instanceTypes();
  }

  private static boolean holds(InstanceType type, int vcpus, int memoryMiB) {
    return type.vcpus() >= vcpus && InstanceHost.memoryForJobs(type) >= memoryMiB;
  }

  /**
   * The pool to launch from for a job while so many vCPUs are asked for in all, or null where none
   * will do. A type that is larger than the environment may ever be is never launched.
   */
  @Nullable Pool pick(Environment environment, Job job, int wantedVcpus) {
    return pick(environment, job.vcpus(), job.memoryMiB(), wantedVcpus);
  }

  /** The pool to launch from for so many vCPUs that no job asks for. */
  @Nullable Pool pick(Environment environment, int wantedVcpus) {
    return pick(environment, 1, 1, wantedVcpus);
  }

  private @Nullable Pool pick(Environment environment, int vcpus, int memoryMiB, int wantedVcpus) {
    if (world.spot().scaleUpBlocked(environment.name())) {
      return null;
    }
    List<Pool> fitting =
        fitting(environment, vcpus, memoryMiB)
            .filter(pool -> withinBid(environment, pool))
            .filter(pool -> waits(environment) || hasRoom(environment, pool))
            .toList();
    int smallest = fitting.stream().mapToInt(pool -> pool.type().vcpus()).min().orElse(0);
    int largest = Math.max(wantedVcpus, smallest);
    List<Pool> candidates =
        fitting.stream().filter(pool -> pool.type().vcpus() <= largest).toList();
    return waits(environment) ? cheapest(environment, candidates) : best(environment, candidates);
  }

  /** The pools from which something could be launched, if they had it at a price within the bid. */
  private Stream<Pool> fitting(Environment environment, int vcpus, int memoryMiB) {
    List<Zone> zones = zones(environment);
    return of(environment)
        .filter(type -> holds(type, vcpus, memoryMiB))
        .filter(environment::mayEverLaunch)
        .filter(type -> scripts.supported(environment.name(), type.name()))
        .flatMap(type -> zones.stream().map(zone -> market.pool(type, zone)))
        .filter(Pool::offered);
  }

  /** Best fit settles on the cheapest type, and waits for it where the market has none. */
  private static boolean waits(Environment environment) {
    return environment.strategy().equals("BEST_FIT");
  }

  private @Nullable Pool cheapest(Environment environment, List<Pool> candidates) {
    Comparator<Pool> price = price(environment);
    Pool first = candidates.stream().min(price.thenComparing(Pool::name)).orElse(null);
    return candidates.stream()
        .filter(pool -> pool.type().equals(first == null ? null : first.type()))
        .filter(pool -> hasRoom(environment, pool))
        .min(price.thenComparing(Pool::name))
        .orElse(null);
  }

  private @Nullable Pool best(Environment environment, List<Pool> candidates) {
    int most = candidates.stream().mapToInt(Pool::freeVcpus).max().orElse(0);
    return candidates.stream()
        .filter(pool -> !prefersDeep(environment) || pool.freeVcpus() * DEEP >= most)
        .min(order(environment).thenComparing(Pool::name))
        .orElse(null);
  }

  private static boolean prefersDeep(Environment environment) {
    return environment.strategy().equals("SPOT_PRICE_CAPACITY_OPTIMIZED")
        || environment.strategy().equals("SPOT_CAPACITY_OPTIMIZED_PRIORITIZED");
  }

  private List<Zone> zones(Environment environment) {
    return environment.detail().computeResources().subnets().stream()
        .flatMap(subnet -> ec2.subnet(subnet).stream())
        .map(Subnet::zone)
        .distinct()
        .toList();
  }

  /** On demand there is always room. */
  private static boolean hasRoom(Environment environment, Pool pool) {
    return !environment.spot() || pool.free() > 0;
  }

  /** Whether EC2 launches the type as the environment configures it, in one of its zones. */
  boolean supported(Environment environment, InstanceType type) {
    return scripts.supported(environment.name(), type.name())
        && zones(environment).stream().anyMatch(zone -> market.offers(type, zone));
  }

  private boolean withinBid(Environment environment, Pool pool) {
    BigDecimal bid = bid(environment, pool.type());
    return bid == null || pool.price(world.now()).compareTo(bid) < 0;
  }

  /** What an environment's bid comes to for a type, or null: the Spot price must stay below. */
  static @Nullable BigDecimal bid(Environment environment, InstanceType type) {
    Integer percentage = environment.detail().computeResources().bidPercentage();
    return environment.spot() && percentage != null
        ? type.onDemandUsdPerHour().multiply(BigDecimal.valueOf(percentage, 2))
        : null;
  }

  /**
   * When a pool next becomes cheap enough for a job, if it is the environment's bid that it waits
   * for.
   */
  Optional<Instant> affordable(Environment environment, Job job) {
    boolean bids = environment.detail().computeResources().bidPercentage() != null;
    if (!bids || !environment.spot() || world.spot().scaleUpBlocked(environment.name())) {
      return Optional.empty();
    }
    List<Pool> fitting = fitting(environment, job.vcpus(), job.memoryMiB()).toList();
    boolean others =
        fitting.stream()
            .filter(pool -> withinBid(environment, pool))
            .anyMatch(pool -> waits(environment) || hasRoom(environment, pool));
    return others
        ? Optional.empty()
        : fitting.stream()
            .filter(pool -> hasRoom(environment, pool))
            .flatMap(pool -> affordable(environment, pool).stream())
            .min(Comparator.naturalOrder());
  }

  private Optional<Instant> affordable(Environment environment, Pool pool) {
    BigDecimal bid = Objects.requireNonNull(bid(environment, pool.type()));
    return pool.nextPriceBelow(bid, world.now());
  }

  private Comparator<Pool> price(Environment environment) {
    Instant now = world.now();
    return environment.spot()
        ? Comparator.comparing(pool -> pool.price(now))
        : Comparator.comparing(pool -> pool.type().onDemandUsdPerHour());
  }

  private Comparator<Pool> order(Environment environment) {
    Instant now = world.now();
    Comparator<Pool> larger = Comparator.comparing(pool -> -pool.type().vcpus());
    Comparator<Pool> pricePerVcpu =
        environment.spot()
            ? Comparator.comparing(pool -> pool.pricePerVcpu(now))
            : Comparator.comparing(InstanceChoice::onDemandPerVcpu);
    Comparator<Pool> cheap = pricePerVcpu.thenComparing(larger);
    Comparator<Pool> deep = Comparator.comparing(pool -> -pool.freeVcpus());
    Comparator<Pool> listed = Comparator.comparing(pool -> position(environment, pool.type()));
    return switch (environment.strategy()) {
      case "BEST_FIT_PROGRESSIVE", "SPOT_PRICE_CAPACITY_OPTIMIZED" -> cheap;
      case "BEST_FIT_PROGRESSIVE_ORDERED", "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED" ->
          listed.thenComparing(cheap);
      case "SPOT_CAPACITY_OPTIMIZED" ->
          deep.thenComparing(larger).thenComparing(price(environment));
      default -> throw new IllegalStateException("unknown strategy " + environment.strategy());
    };
  }

  private static BigDecimal onDemandPerVcpu(Pool pool) {
    BigDecimal vcpus = BigDecimal.valueOf(pool.type().vcpus());
    return pool.type().onDemandUsdPerHour().divide(vcpus, 9, RoundingMode.HALF_UP);
  }

  /** Where the environment's list has a type: a size of its own comes before its family. */
  private int position(Environment environment, InstanceType type) {
    List<String> entries = instanceTypes(environment);
    int own = entries.indexOf(type.name());
    int position = 0;
    while (own < 0 && !named(entries.get(position)).contains(type)) {
      position++;
    }
    return own < 0 ? position : own;
  }
}
