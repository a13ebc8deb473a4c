package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** What strategies choose and what is paid for it, over many seeds and so many markets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpotChoiceStatisticsTest {

  private static final int SEEDS = 6;
  private static final int HOSTS = 8;
  private static final String VCPUS = "8";
  private static final List<String> LISTED =
      List.of("r6i.2xlarge", "c6i.2xlarge", "m6i.2xlarge", "c7i.2xlarge");

  private final Map<String, List<Choice>> choices = new HashMap<>();

  /** The pools before a launch, and the one launched from. */
  private record Choice(long seed, List<SpotPool> pools, SpotPool chosen) {}

  @Test
  @Rule("CE-25")
  void bestFitProgressive_takesTheCheapestPoolThatHasRoom() {
    assertThat(choices("BEST_FIT_PROGRESSIVE"))
        .hasSize(SEEDS * HOSTS)
        .allSatisfy(
            it -> assertThat(it.chosen().usdPerHour()).isEqualTo(cheapest(withRoom(it.pools()))));
  }

  @Test
  @Rule("CE-25")
  void capacityOptimized_takesTheDeepestPool() {
    assertThat(choices("SPOT_CAPACITY_OPTIMIZED"))
        .hasSize(SEEDS * HOSTS)
        .allSatisfy(it -> assertThat(it.chosen().free()).isEqualTo(deepest(it.pools())));
  }

  @Test
  @Rule("CE-25")
  void priceCapacityOptimized_takesTheCheapestOfTheDeepPools() {
    assertThat(choices("SPOT_PRICE_CAPACITY_OPTIMIZED"))
        .hasSize(SEEDS * HOSTS)
        .allSatisfy(
            it -> {
              assertThat(2 * it.chosen().free()).isGreaterThanOrEqualTo(deepest(it.pools()));
              assertThat(it.chosen().usdPerHour()).isEqualTo(cheapest(deep(it.pools())));
            });
  }

  @Test
  @Rule("CE-25")
  void capacityOptimizedPrioritized_takesTheFirstListedOfTheDeepPools() {
    assertThat(choices("SPOT_CAPACITY_OPTIMIZED_PRIORITIZED"))
        .hasSize(SEEDS * HOSTS)
        .allSatisfy(
            it ->
                assertThat(LISTED.indexOf(it.chosen().instanceType()))
                    .isEqualTo(
                        deep(it.pools()).stream()
                            .mapToInt(pool -> LISTED.indexOf(pool.instanceType()))
                            .min()
                            .orElseThrow()));
  }

  @Test
  @Rule("CE-25")
  void priceCapacityOptimized_isCheaperAndLessDeepThanCapacityOptimized() {
    List<Choice> byDepth = choices("SPOT_CAPACITY_OPTIMIZED");
    List<Choice> byBoth = choices("SPOT_PRICE_CAPACITY_OPTIMIZED");
    List<Choice> byPrice = choices("BEST_FIT_PROGRESSIVE");
    String figures =
        "mean USD an hour: %.4f by depth, %.4f by both, %.4f by price; mean share of the deepest:"
                .formatted(price(byDepth), price(byBoth), price(byPrice))
            + " %.2f, %.2f, %.2f".formatted(depth(byDepth), depth(byBoth), depth(byPrice));

    assertThat(price(byBoth)).as(figures).isLessThan(0.98 * price(byDepth));
    assertThat(price(byPrice)).as(figures).isLessThanOrEqualTo(price(byBoth));
    assertThat(depth(byDepth)).as(figures).isEqualTo(1);
    assertThat(depth(byBoth)).as(figures).isBetween(0.5, 0.95);
  }

  private static double price(List<Choice> choices) {
    return choices.stream()
        .mapToDouble(it -> it.chosen().usdPerHour().doubleValue())
        .average()
        .orElseThrow();
  }

  private static double depth(List<Choice> choices) {
    return choices.stream()
        .mapToDouble(it -> it.chosen().free() / (double) deepest(it.pools()))
        .average()
        .orElseThrow();
  }

  private List<Choice> choices(String strategy) {
    return choices.computeIfAbsent(
        strategy,
        key ->
            LongStream.rangeClosed(1, SEEDS)
                .boxed()
                .flatMap(seed -> choices(key, seed).stream())
                .toList());
  }

  /** One host after another, each of them for one job. */
  private static List<Choice> choices(String strategy, long seed) {
    try (FakeAws aws = FakeAws.builder().seed(seed).build()) {
      aws.jobs().named("*").runsFor(Duration.ofDays(1));
      BatchWorld world =
          BatchWorld.typed(
              aws, r -> r.allocationStrategy(strategy).instanceTypes(LISTED).maxvCpus(400));
      List<Choice> choices = new ArrayList<>();
      for (int i = 0; i < HOSTS; i++) {
        List<SpotPool> before =
            aws.spot().pools("*.2xlarge").stream()
                .filter(it -> LISTED.contains(it.instanceType()))
                .toList();
        submit(world);
        aws.advance(Duration.ofMinutes(1));
        List<HostReport> hosts = aws.report().hosts();
        assertThat(hosts).hasSize(i + 1);
        HostReport host = hosts.get(i);
        SpotPool chosen = before.stream().filter(it -> isOf(host, it)).findFirst().orElseThrow();
        choices.add(new Choice(seed, before, chosen));
      }
      return choices;
    }
  }

  private static void submit(BatchWorld world) {
    world.submit(
        "job",
        request ->
            request.containerOverrides(
                it -> it.resourceRequirements(cpu -> cpu.type(ResourceType.VCPU).value(VCPUS))));
  }

  private static boolean isOf(HostReport host, SpotPool pool) {
    return pool.instanceType().equals(host.instanceType()) && pool.zone().equals(host.zone());
  }

  private static List<SpotPool> withRoom(List<SpotPool> pools) {
    return pools.stream().filter(it -> it.free() > 0).toList();
  }

  private static List<SpotPool> deep(List<SpotPool> pools) {
    return pools.stream().filter(it -> 2 * it.free() >= deepest(pools)).toList();
  }

  private static int deepest(List<SpotPool> pools) {
    return pools.stream().mapToInt(SpotPool::free).max().orElseThrow();
  }

  private static BigDecimal cheapest(List<SpotPool> pools) {
    return pools.stream().map(SpotPool::usdPerHour).min(Comparator.naturalOrder()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPOT_CAPACITY_OPTIMIZED", "SPOT_PRICE_CAPACITY_OPTIMIZED"})
  @Rule("CE-25")
  void diversifiedEnvironment_ofSomeHundredVcpus_usesSeveralTypesAndZones(String strategy) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      List<HostReport> hosts = burst(strategy, seed);
      Set<String> types = hosts.stream().map(HostReport::instanceType).collect(Collectors.toSet());
      Set<String> zones = hosts.stream().map(HostReport::zone).collect(Collectors.toSet());
      String figures = "%s, seed %d: %s in %s".formatted(strategy, seed, types, zones);

      assertThat(hosts.stream().mapToInt(HostReport::vcpus).sum()).as(figures).isGreaterThan(500);
      assertThat(types).as(figures).hasSizeGreaterThan(1);
      assertThat(zones).as(figures).hasSizeGreaterThan(1);
    }
  }

  /** Jobs of one vCPU, sixty a minute. */
  private static List<HostReport> burst(String strategy, long seed) {
    try (FakeAws aws = FakeAws.builder().seed(seed).build()) {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      BatchWorld world =
          BatchWorld.typed(
              aws,
              r -> r.allocationStrategy(strategy).instanceTypes("default_x86_64").maxvCpus(600));
      for (int minute = 0; minute < 10; minute++) {
        IntStream.range(0, 60).forEach(i -> world.submit("job"));
        aws.advance(Duration.ofMinutes(1));
      }
      return aws.report().hosts();
    }
  }

  @Test
  @Rule({"CE-31", "SPOT-3"})
  void cost_ofHostsOverDays_isTheIntegralOfThePricesThatTheHistoryShows() {
    double paid = 0;
    double shown = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      try (FakeAws aws = FakeAws.builder().seed(seed).randomReclaims(100).build()) {
        aws.jobs().named("*").runsFor(Duration.ofDays(10));
        BatchWorld world =
            BatchWorld.typed(aws, r -> r.instanceTypes(LISTED).maxvCpus(80).bidPercentage(90));
        IntStream.range(0, 10).forEach(i -> submit(world));
        aws.runUntilIdle();
        for (HostReport host : aws.report().hosts()) {
          List<SpotPrice> prices = prices(world, host);
          paid += host.costUsd().doubleValue();
          shown +=
              integral(prices, host.runningAt().orElseThrow(), host.stoppingAt().orElseThrow());
        }
      }
    }
    String figures = "paid %.4f, shown %.4f".formatted(paid, shown);

    assertThat(paid).as(figures).isGreaterThan(300).isCloseTo(shown, withinPercentage(0.001));
  }

  private static List<SpotPrice> prices(BatchWorld world, HostReport host) {
    return world
        .ec2
        .describeSpotPriceHistoryPaginator(
            it ->
                it.instanceTypesWithStrings(host.instanceType())
                    .availabilityZone(host.zone())
                    .startTime(host.runningAt().orElseThrow())
                    .endTime(host.stoppingAt().orElseThrow()))
        .stream()
        .flatMap(page -> page.spotPriceHistory().stream())
        .toList();
  }

  /** The newest price comes first, and the last one was in force at the beginning. */
  private static double integral(List<SpotPrice> prices, Instant from, Instant to) {
    double sum = 0;
    Instant end = to;
    for (SpotPrice price : prices) {
      Instant since = price.timestamp().isBefore(from) ? from : price.timestamp();
      sum += usd(price) * hours(since, end);
      end = since;
    }
    return sum;
  }

  private static double usd(SpotPrice price) {
    return Double.parseDouble(price.spotPrice());
  }

  private static double hours(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 3_600_000.0;
  }
}
