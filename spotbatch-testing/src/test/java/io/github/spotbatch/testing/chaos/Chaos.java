package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.chaos.Scenario.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Draws scenarios. The same seed gives the same scenario, whatever else is drawn. */
final class Chaos {

  private static final List<String> TYPES =
      List.of(
          "c5.large", "c5.xlarge", "c6i.large", "c6i.xlarge", "m5.large", "m5.xlarge", "r5.large");
  private static final List<String> SPOT =
      List.of(
          "SPOT_CAPACITY_OPTIMIZED",
          "SPOT_PRICE_CAPACITY_OPTIMIZED",
          "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED",
          "BEST_FIT_PROGRESSIVE");
  private static final List<String> ON_DEMAND =
      List.of("BEST_FIT", "BEST_FIT_PROGRESSIVE", "BEST_FIT_PROGRESSIVE_ORDERED");
  private static final int SPOTBATCH_EVERY = 40;

  private final Draw draw;

  private Chaos(long seed) {
    this.draw = new Draw(seed);
  }

  static Scenario scenario(long seed) {
    return new Chaos(seed).draw(seed);
  }

  private Scenario draw(long seed) {
    Way way =
        seed % SPOTBATCH_EVERY == 0
            ? Way.SPOTBATCH
            : draw.chance(0.1) ? Way.REAL_CLIENTS : Way.TYPED_CLIENTS;
    List<EnvironmentPlan> environments =
        IntStream.rangeClosed(1, draw.between(1, way == Way.SPOTBATCH ? 2 : 3))
            .mapToObj(this::environment)
            .toList();
    List<QueuePlan> queues =
        IntStream.rangeClosed(1, draw.between(1, 2))
            .mapToObj(number -> queue(number, environments))
            .toList();
    List<DefinitionPlan> definitions =
        IntStream.rangeClosed(1, draw.between(1, way == Way.SPOTBATCH ? 2 : 3))
            .mapToObj(this::definition)
            .toList();
    List<Behaviour> behaviours =
        IntStream.rangeClosed(1, draw.between(2, 5))
            .mapToObj(number -> behaviour(number, way))
            .toList();
    return new Scenario(
        seed,
        way,
        environments,
        queues,
        definitions,
        behaviours,
        jobs(way, queues, definitions, behaviours),
        new MarketDraw(draw).steps(),
        draw.chance(0.5) ? 0 : draw.between(100, 3_000),
        draw.chance(0.5) ? 0 : draw.between(1, 10) / 10.0,
        draw.chance(0.3),
        draw.chance(0.3) ? List.of() : new FaultDraw(draw).faults(way == Way.SPOTBATCH ? 6 : 25));
  }

  private EnvironmentPlan environment(int number) {
    boolean spot = number == 1 || draw.chance(0.6);
    return new EnvironmentPlan(
        (spot ? "spot" : "steady") + number,
        spot,
        draw.oneOf(spot ? SPOT : ON_DEMAND),
        draw.some(draw.between(1, 4), TYPES),
        draw.chance(0.15) ? 2 : 0,
        draw.between(2, 10) * 2,
        spot && draw.chance(0.3) ? draw.oneOf(List.of(60, 80, 100)) : 0);
  }

  private QueuePlan queue(int number, List<EnvironmentPlan> environments) {
    List<String> names = environments.stream().map(EnvironmentPlan::name).toList();
    return new QueuePlan(
        "queue" + number,
        draw.between(1, 3),
        draw.some(draw.between(1, environments.size()), names));
  }

  private DefinitionPlan definition(int number) {
    return new DefinitionPlan(
        "work" + number,
        draw.between(1, 2),
        draw.oneOf(List.of(512, 1024, 1900)),
        new RetryDraw(draw).retries(),
        draw.chance(0.3) ? draw.seconds(60, 2_400) : Duration.ZERO);
  }

  /** spotbatch looks at running jobs again and again, which costs much where they run long. */
  private Behaviour behaviour(int number, Way way) {
    Duration runs =
        way == Way.SPOTBATCH || draw.chance(0.5)
            ? draw.seconds(10, 900)
            : Duration.ofMinutes(draw.between(15, 150));
    boolean good = number == 1 || draw.chance(0.3);
    if (good) {
      return new Behaviour("b" + number, runs, Behaviour.Kind.EXITS, 0, 0);
    }
    Behaviour.Kind kind =
        draw.chance(0.5) ? Behaviour.Kind.EXITS : draw.oneOf(List.of(Behaviour.Kind.values()));
    int exitCode = draw.oneOf(List.of(1, 2, 137, 143, 255));
    return new Behaviour("b" + number, runs, kind, exitCode, draw.between(0, 2));
  }

  private List<JobPlan> jobs(
      Way way,
      List<QueuePlan> queues,
      List<DefinitionPlan> definitions,
      List<Behaviour> behaviours) {
    List<JobPlan> jobs = new ArrayList<>();
    int most = way == Way.SPOTBATCH ? 8 : draw.chance(0.1) ? 40 : 10;
    int number = draw.between(5, most);
    Duration at = Duration.ZERO;
    for (int i = 1; i <= number; i++) {
      boolean array = draw.chance(0.15);
      int size = array ? draw.between(2, 6) : 0;
      List<JobPlan> alike = jobs.stream().filter(it -> array && it.arraySize() == size).toList();
      boolean byIndex = !alike.isEmpty() && way != Way.SPOTBATCH && draw.chance(0.5);
      List<String> after =
          jobs.isEmpty() || draw.chance(0.75)
              ? List.of()
              : draw.some(draw.between(1, 2), byIndex ? alike : jobs).stream()
                  .map(JobPlan::name)
                  .toList();
      at = at.plus(draw.seconds(0, 240));
      jobs.add(
          new JobPlan(
              "j" + i + "-" + draw.oneOf(behaviours).name(),
              draw.oneOf(queues).name(),
              draw.oneOf(definitions).name(),
              at,
              size,
              array && way != Way.SPOTBATCH && draw.chance(0.3),
              after,
              byIndex,
              draw.chance(0.2) ? new RetryDraw(draw).retries() : null,
              draw.chance(0.15) ? stop(way) : null));
    }
    return jobs;
  }

  private JobPlan.Stop stop(Way way) {
    // spotbatch has no way to cancel.
    boolean terminates = way == Way.SPOTBATCH || draw.chance(0.5);
    return new JobPlan.Stop(draw.seconds(0, 1_200), terminates);
  }
}
