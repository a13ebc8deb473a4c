package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FaultCounts;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.SpotScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Lets one scenario happen and looks whether what must hold does. */
final class ChaosRun {

  /** Scripts drawn by lot may find nothing to do. */
  private static final Set<Invariant> HELD =
      EnumSet.complementOf(EnumSet.of(Invariant.SCRIPTS_FIRED));

  private static final int LINES = 60;

  private final Scenario scenario;
  private final PlantedBug bug;
  private String timeline = "";

  ChaosRun(Scenario scenario, PlantedBug bug) {
    this.scenario = scenario;
    this.bug = bug;
  }

  /** Something that is to be done at a time. */
  private record Action(Duration at, Runnable work) {}

  /**
   * Runs the scenario.
   *
   * @return what is known of it
   * @throws AssertionError if something does not hold, with all that is needed to see why
   */
  Outcome run(Tally tally) {
    try (FakeAws aws = world()) {
      try {
        return run(aws, tally);
      } catch (RuntimeException | AssertionError e) {
        timeline = aws.timeline();
        throw new AssertionError(failure(e), e);
      }
    }
  }

  private FakeAws world() {
    return FakeAws.builder()
        .seed(scenario.seed())
        .randomReclaims(scenario.randomReclaims())
        .reclaimExitRate(scenario.reclaimExitRate())
        .spotDraining(scenario.spotDraining())
        .build();
  }

  private Outcome run(FakeAws aws, Tally tally) {
    bug.plant(aws);
    scenario.behaviours().forEach(it -> it.script(aws));
    scenario.faults().forEach(it -> it.addTo(aws));
    BatchClient typed = aws.typedClient(BatchClient.class);
    Driver driver = driver(aws, typed);
    driver.makeStack();
    if (!scenario.market().isEmpty()) {
      SpotScript script = aws.spot().script("chaos");
      scenario.market().forEach(step -> step.addTo(script));
    }
    drive(aws, driver);
    driver.awaitJobs();
    aws.runUntilIdle();
    FaultCounts faults = aws.faults().injected();
    aws.faults().clear();
    Outcome outcome = outcome(aws, driver, typed);
    tally.add(outcome);
    tally.add(faults);
    requireNothing(broken(driver, outcome));
    cleanUp(aws, driver);
    aws.verify(HELD);
    return outcome;
  }

  /** With faults again, where there is something to be cleaned up. */
  private void cleanUp(FakeAws aws, Driver driver) {
    if (scenario.way() == Scenario.Way.SPOTBATCH) {
      scenario.faults().forEach(it -> it.addTo(aws));
    }
    driver.cleanUp();
  }

  private Driver driver(FakeAws aws, BatchClient typed) {
    Ec2Client ec2 = aws.typedClient(Ec2Client.class);
    return switch (scenario.way()) {
      case SPOTBATCH ->
          new SpotBatchDriver(aws, scenario, WaysIn.spotBatch(aws, !scenario.faults().isEmpty()));
      case REAL_CLIENTS -> new PlainDriver(aws, scenario, bug.between(WaysIn.realBatch(aws)), ec2);
      case TYPED_CLIENTS -> new PlainDriver(aws, scenario, bug.between(typed), ec2);
    };
  }

  private void drive(FakeAws aws, Driver driver) {
    List<Action> actions = new ArrayList<>();
    for (JobPlan job : scenario.jobs()) {
      actions.add(new Action(job.at(), () -> driver.submit(job)));
      JobPlan.Stop stop = job.stop();
      if (stop != null) {
        Duration at = job.at().plus(stop.after());
        actions.add(new Action(at, () -> driver.stop(job, stop.terminates())));
      }
    }
    actions.sort(Comparator.comparing(Action::at));
    Instant ready = aws.time().now();
    for (Action action : actions) {
      Duration left = Duration.between(aws.time().now(), ready.plus(action.at()));
      aws.advance(left.isNegative() ? Duration.ZERO : left);
      action.work().run();
    }
  }

  private Outcome outcome(FakeAws aws, Driver driver, BatchClient typed) {
    List<String> queues = scenario.queues().stream().map(driver::queueName).toList();
    List<Seen> jobs = Seen.all(scenario, typed, queues);
    return new Outcome(scenario, jobs, Story.of(aws.timeline()), aws.report());
  }

  private static List<String> broken(Driver driver, Outcome outcome) {
    Stream<Function<Outcome, List<String>>> checks =
        Stream.of(JobChecks::of, AttemptChecks::of, HostChecks::of, MoneyChecks::of);
    List<String> broken =
        new ArrayList<>(checks.flatMap(check -> check.apply(outcome).stream()).toList());
    outcome.jobs().stream().filter(it -> !it.ended()).forEach(it -> broken.add(it + " waits"));
    if (driver instanceof SpotBatchDriver spotBatch) {
      broken.addAll(HeardChecks.of(outcome, spotBatch.results()));
    }
    return broken;
  }

  private static void requireNothing(List<String> broken) {
    if (!broken.isEmpty()) {
      throw new AssertionError(
          broken.get(0) + (broken.size() > 1 ? " (and " + (broken.size() - 1) + " more)" : ""));
    }
  }

  private String failure(Throwable e) {
    String[] lines = timeline.split("\n");
    String end =
        String.join("\n", List.of(lines).subList(Math.max(0, lines.length - LINES), lines.length));
    return """
        chaos seed %d: %s
        To run it alone: ./mvnw -pl spotbatch-testing -am test -Dtest=ChaosTest -Dchaos.seed=%d \
        -Dsurefire.failIfNoSpecifiedTests=false
        %s
        The end of the timeline:
        %s"""
        .formatted(scenario.seed(), e.getMessage(), scenario.seed(), scenario, end);
  }
}
