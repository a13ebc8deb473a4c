package io.github.spotbatch.testing.internal.script;

import io.github.spotbatch.testing.ContainerRun;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.internal.Checks;
import io.github.spotbatch.testing.internal.spot.SpotControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Everything that tests have scripted; what was said last counts. */
public final class Scripts {

  /** Some containers, at one attempt or (0) at any, and what they do. */
  private record Rule(String words, Predicate<ContainerRun> who, int attempt, Behaviour behaviour) {

    @Override
    public String toString() {
      return words + (attempt == 0 ? "" : ", attempt " + attempt);
    }
  }

  /** Whether the hosts of some environments join their clusters. */
  private record Joining(Glob environment, boolean join) {}

  /** Instance types that cannot be launched in some environments. */
  private record Unsupported(Glob environment, Glob instanceType) {}

  private final List<Rule> rules = new ArrayList<>();
  private final Set<Integer> used = new HashSet<>();
  private final StartedContainers started = new StartedContainers();
  private final List<Reclaim> reclaims = new ArrayList<>();
  private final Set<UntimedReclaim> untimed = new LinkedHashSet<>();
  private final List<Joining> joinings = new ArrayList<>();
  private final List<Unsupported> unsupported = new ArrayList<>();
  private final ReclaimExits reclaimExits = new ReclaimExits();
  private volatile boolean spotDraining;
  private volatile boolean refusesUpdatesWhileUpdating;

  /** Adds a rule, which says in words whom it is for, and answers its place. */
  public synchronized int add(
      String words, Predicate<ContainerRun> who, int attempt, Behaviour behaviour) {
    rules.add(new Rule(words, who, attempt, behaviour));
    return rules.size() - 1;
  }

  public synchronized void change(int place, int attempt, Behaviour behaviour) {
    Rule rule = rules.get(place);
    rules.set(place, new Rule(rule.words(), rule.who(), attempt, behaviour));
  }

  /** Adds a reclaim that comes once its time is said. */
  public synchronized void add(UntimedReclaim reclaim) {
    untimed.add(reclaim);
  }

  /** Another one is meant. */
  public synchronized void replace(UntimedReclaim reclaim, UntimedReclaim other) {
    untimed.remove(reclaim);
    untimed.add(other);
  }

  /** Says when it comes. */
  public synchronized void time(UntimedReclaim reclaim, Duration after) {
    untimed.remove(reclaim);
    reclaims.add(reclaim.after(after));
  }

  public ReclaimExits reclaimExits() {
    return reclaimExits;
  }

  /** Whether hosts stop their containers as soon as Spot gives notice. */
  public boolean spotDraining() {
    return spotDraining;
  }

  public void spotDraining(boolean draining) {
    this.spotDraining = draining;
  }

  /** Whether what is being changed cannot be updated. */
  public boolean refusesUpdatesWhileUpdating() {
    return refusesUpdatesWhileUpdating;
  }

  public void refusesUpdatesWhileUpdating(boolean refusing) {
    this.refusesUpdatesWhileUpdating = refusing;
  }

  public synchronized Behaviour behaviourOf(ContainerRun run) {
    started.add(run);
    for (int i = rules.size() - 1; i >= 0; i--) {
      Rule rule = rules.get(i);
      if ((rule.attempt() == 0 || rule.attempt() == run.attempt()) && rule.who().test(run)) {
        used.add(i);
        return rule.behaviour();
      }
    }
    return Behaviour.DEFAULT;
  }

  public synchronized List<Reclaim> reclaimsOf(String jobName, int attempt) {
    return reclaims.stream().filter(reclaim -> reclaim.concerns(jobName, attempt)).toList();
  }

  /**
   * Adds what is wrong with these and those of the Spot markets.
   *
   * @param spot what can be done to the markets
   */
  public void addTo(Checks checks, SpotControl spot) {
    checks.add(Invariant.SCRIPTS_FIRED, this::unused);
    checks.add(Invariant.SCRIPTS_FIRED, this::unfired);
    checks.add(Invariant.SCRIPTS_FIRED, reclaimExits::unfired);
    checks.add(Invariant.SCRIPTS_FIRED, spot.scripts()::unfired);
    checks.add(Invariant.SCRIPTS_FIRED, spot.environments()::unmet);
    checks.add(
        Invariant.SCRIPTS_FIRED,
        () ->
            unfired().isEmpty() && spot.scripts().unfired().isEmpty()
                ? List.of()
                : List.of(spot.whatThereWas()));
    checks.add(
        Invariant.SCRIPTS_FIRED,
        () ->
            unused().isEmpty() && unfired().isEmpty() && reclaimExits.unfired().isEmpty()
                ? List.of()
                : List.of(whatStarted()));
  }

  private synchronized String whatStarted() {
    return started.toString();
  }

  /** The rules by which no container has gone yet. */
  public synchronized List<String> unused() {
    return IntStream.range(0, rules.size())
        .filter(place -> !used.contains(place))
        .mapToObj(place -> rules.get(place).toString())
        .toList();
  }

  /** The reclaims that have not come, and those that cannot. */
  public synchronized List<String> unfired() {
    return Stream.concat(
            reclaims.stream().filter(reclaim -> !reclaim.fired()).map(Reclaim::toString),
            untimed.stream().map(UntimedReclaim::toString))
        .toList();
  }

  public synchronized void unsupported(Glob environment, Glob instanceType) {
    unsupported.add(new Unsupported(environment, instanceType));
  }

  /** Whether instances of a type can be launched in an environment. */
  public synchronized boolean supported(String environment, String instanceType) {
    return unsupported.stream()
        .noneMatch(
            it -> it.environment().matches(environment) && it.instanceType().matches(instanceType));
  }

  public synchronized void hostsJoin(Glob environment, boolean join) {
    joinings.add(new Joining(environment, join));
  }

  public synchronized boolean hostsJoin(String environment) {
    return joinings.stream()
        .filter(joining -> joining.environment().matches(environment))
        .reduce((earlier, later) -> later)
        .map(Joining::join)
        .orElse(true);
  }
}
