package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.ec2.InstanceType;
import io.github.spotbatch.testing.internal.ec2.InstanceTypes;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  private final InstanceTypes types;

  InstanceChoice(InstanceTypes types) {
    this.types = types;
  }

  /**
   * What an entry of an environment's list stands for: a type, a family without its metal sizes, or
   * a bundle.
   */
  List<InstanceType> named(String name) {
    List<String> families = BUNDLES.getOrDefault(name, List.of(name));
    return types.all().stream()
        .filter(InstanceChoice::offered)
        .filter(
            type ->
                type.name().equals(name)
                    || (families.contains(type.family()) && !type.size().startsWith("metal")))
        .toList();
  }

  /** Everything that may be named, in the order of Batch's error message. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(BUNDLES.keySet());
    types.all().stream()
        .filter(InstanceChoice::offered)
        .forEach(
            type -> {
              names.add(type.name());
              names.add(type.family());
            });
    return names;
  }

  /** Batch does not offer burstable types. */
  private static boolean offered(InstanceType type) {
    return !type.family().matches("t\\d.*");
  }

  List<InstanceType> of(Environment environment) {
    return environment.detail().computeResources().instanceTypes().stream()
        .flatMap(name -> named(name).stream())
        .distinct()
        .toList();
  }

  /** Whether any host of this environment could ever hold the job. */
  boolean couldHold(Environment environment, Job job) {
    return of(environment).stream().anyMatch(type -> holds(type, job));
  }

  private static boolean holds(InstanceType type, Job job) {
    return type.vcpus() >= job.vcpus() && Host.memoryForJobs(type) >= job.memoryMiB();
  }

  /**
   * The type to launch for a job while so many vCPUs are asked for in all, or null where no pool
   * will do. Depth of a pool is read off how rarely the type is reclaimed.
   */
  @Nullable InstanceType pick(Environment environment, Job job, int wantedVcpus) {
    List<InstanceType> listed = of(environment);
    List<InstanceType> fitting =
        listed.stream()
            .filter(type -> holds(type, job))
            .filter(type -> withinBid(environment, type))
            .toList();
    int smallest = fitting.stream().mapToInt(InstanceType::vcpus).min().orElse(0);
    int largest = Math.max(wantedVcpus, smallest);
    return fitting.stream()
        .filter(type -> type.vcpus() <= largest)
        .min(order(environment, listed).thenComparing(InstanceType::name))
        .orElse(null);
  }

  private static boolean withinBid(Environment environment, InstanceType type) {
    Integer bid = environment.detail().computeResources().bidPercentage();
    if (!environment.spot() || bid == null) {
      return true;
    }
    BigDecimal most = type.onDemandUsdPerHour().multiply(BigDecimal.valueOf(bid, 2));
    return type.spotUsdPerHour().compareTo(most) < 0;
  }

  private static Comparator<InstanceType> order(
      Environment environment, List<InstanceType> listed) {
    Comparator<InstanceType> price =
        Comparator.comparing(
            environment.spot() ? InstanceType::spotUsdPerHour : InstanceType::onDemandUsdPerHour);
    Comparator<InstanceType> pricePerVcpu =
        Comparator.comparing(type -> perVcpu(environment, type));
    Comparator<InstanceType> depth = Comparator.comparingInt(InstanceType::interruptionBucket);
    Comparator<InstanceType> larger = Comparator.comparing(type -> -type.vcpus());
    return switch (environment.strategy()) {
      case "BEST_FIT" -> price;
      case "BEST_FIT_PROGRESSIVE" -> pricePerVcpu.thenComparing(larger);
      case "BEST_FIT_PROGRESSIVE_ORDERED" -> Comparator.comparingInt(listed::indexOf);
      case "SPOT_CAPACITY_OPTIMIZED" -> depth.thenComparing(larger).thenComparing(price);
      case "SPOT_PRICE_CAPACITY_OPTIMIZED" ->
          depth.thenComparing(pricePerVcpu).thenComparing(larger);
      case "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED" ->
          depth.thenComparing(Comparator.comparingInt(listed::indexOf));
      default ->
          throw new UnsupportedOperationException(
              "spotbatch-testing does not model allocation strategy " + environment.strategy());
    };
  }

  private static BigDecimal perVcpu(Environment environment, InstanceType type) {
    BigDecimal price = environment.spot() ? type.spotUsdPerHour() : type.onDemandUsdPerHour();
    return price.divide(BigDecimal.valueOf(type.vcpus()), MathContext.DECIMAL64);
  }
}
