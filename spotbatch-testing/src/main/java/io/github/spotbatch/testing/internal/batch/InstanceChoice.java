package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.ec2.InstanceType;
import io.github.spotbatch.testing.internal.ec2.InstanceTypes;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which instance type an environment takes next: what its list means, what fits, and its strategy's
 * order.
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

  private final Scripts scripts;
  private final List<InstanceType> offered;
  private final Map<String, List<InstanceType>> named = new HashMap<>();

  InstanceChoice(InstanceTypes types, Scripts scripts) {
    this.scripts = scripts;
    this.offered =
        types.all().stream().filter(type -> !BURSTABLE.matcher(type.family()).matches()).toList();
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
   * The type to launch for a job while so many vCPUs are asked for in all, or null where no pool
   * will do. One that is larger than the environment may ever be is never launched.
   */
  @Nullable InstanceType pick(Environment environment, Job job, int wantedVcpus) {
    return pick(environment, job.vcpus(), job.memoryMiB(), wantedVcpus);
  }

  /** The type to launch for so many vCPUs that no job asks for. */
  @Nullable InstanceType pick(Environment environment, int wantedVcpus) {
    return pick(environment, 1, 1, wantedVcpus);
  }

  private @Nullable InstanceType pick(
      Environment environment, int vcpus, int memoryMiB, int wantedVcpus) {
    List<InstanceType> fitting =
        of(environment)
            .filter(type -> holds(type, vcpus, memoryMiB))
            .filter(environment::mayEverLaunch)
            .filter(type -> supported(environment, type))
            .filter(type -> withinBid(environment, type))
            .toList();
    int smallest = fitting.stream().mapToInt(InstanceType::vcpus).min().orElse(0);
    int largest = Math.max(wantedVcpus, smallest);
    return fitting.stream()
        .filter(type -> type.vcpus() <= largest)
        .min(order(environment).thenComparing(InstanceType::name))
        .orElse(null);
  }

  /** Whether EC2 launches the type as the environment configures it. */
  boolean supported(Environment environment, InstanceType type) {
    return scripts.supported(environment.name(), type.name());
  }

  private static boolean withinBid(Environment environment, InstanceType type) {
    Integer bid = environment.detail().computeResources().bidPercentage();
    if (!environment.spot() || bid == null) {
      return true;
    }
    BigDecimal most = type.onDemandUsdPerHour().multiply(BigDecimal.valueOf(bid, 2));
    return type.spotUsdPerHour().compareTo(most) < 0;
  }

  /** How deep a pool is, is read off how rarely its type is reclaimed. */
  private Comparator<InstanceType> order(Environment environment) {
    Comparator<InstanceType> price =
        Comparator.comparing(
            environment.spot() ? InstanceType::spotUsdPerHour : InstanceType::onDemandUsdPerHour);
    Comparator<InstanceType> larger = Comparator.comparing(type -> -type.vcpus());
    Comparator<InstanceType> pricePerVcpu =
        Comparator.comparing((InstanceType type) -> perVcpu(environment, type))
            .thenComparing(larger);
    Comparator<InstanceType> depth = Comparator.comparingInt(InstanceType::interruptionBucket);
    Comparator<InstanceType> listed = Comparator.comparingInt(type -> position(environment, type));
    return switch (environment.strategy()) {
      case "BEST_FIT" -> price;
      case "BEST_FIT_PROGRESSIVE" -> pricePerVcpu;
      case "BEST_FIT_PROGRESSIVE_ORDERED" -> listed.thenComparing(pricePerVcpu);
      case "SPOT_CAPACITY_OPTIMIZED" -> depth.thenComparing(larger).thenComparing(price);
      case "SPOT_PRICE_CAPACITY_OPTIMIZED" -> depth.thenComparing(pricePerVcpu);
      case "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED" ->
          depth.thenComparing(listed).thenComparing(pricePerVcpu);
      default -> throw new IllegalStateException("unknown strategy " + environment.strategy());
    };
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

  private static BigDecimal perVcpu(Environment environment, InstanceType type) {
    BigDecimal price = environment.spot() ? type.spotUsdPerHour() : type.onDemandUsdPerHour();
    return price.divide(BigDecimal.valueOf(type.vcpus()), MathContext.DECIMAL64);
  }
}
