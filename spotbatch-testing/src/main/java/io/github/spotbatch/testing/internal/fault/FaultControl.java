package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.internal.OperationGlob;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.Mishap;
import io.github.spotbatch.testing.internal.wire.Mishaps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** All that is to go wrong in a world, and what has gone wrong. */
public final class FaultControl {

  /** So that the faults of a seed have nothing to do with what else follows from it. */
  private static final long SALT = 0x6661756c7473L;

  private static final Set<FaultKind> ENDINGS =
      Set.of(FaultKind.THROTTLED, FaultKind.FAILED, FaultKind.RESPONSE_LOST);

  private final World world;
  private final SplittableRandom randoms;
  private final List<FaultRule> rules = new ArrayList<>();
  private final List<CallLimit> limits = new ArrayList<>();
  private final Map<FaultKind, Map<String, Integer>> counts = new EnumMap<>(FaultKind.class);
  private volatile boolean active;

  public FaultControl(World world) {
    this.world = world;
    this.randoms = new SplittableRandom(world.seed() ^ SALT);
    world.checks().add(Invariant.SCRIPTS_FIRED, this::unfinished);
  }

  World world() {
    return world;
  }

  /** What goes wrong with the calls of a service in one account and Region. */
  public Mishaps of(AwsService service, String account, String region) {
    CallSite site = new CallSite(service, account, region);
    return request -> active ? new FaultedCall(this, site, request) : Mishap.NONE;
  }

  /** Adds a rule, which counts at once and for every call. */
  public synchronized FaultRule add(OperationGlob operations, FaultKind kind, Duration duration) {
    FaultRule rule = new FaultRule(operations, kind, duration, randoms.split());
    rules.add(rule);
    active = true;
    return rule;
  }

  /** Changes a rule. */
  public synchronized void change(Runnable change) {
    change.run();
    active = isNeeded();
  }

  /** Sets the limit of some operations in the place of an earlier one of just these. */
  public synchronized void limit(OperationGlob operations, double perSecond, int burst) {
    limits.removeIf(limit -> limit.operations().same(operations));
    limits.add(new CallLimit(operations, perSecond, burst));
    active = true;
  }

  /** Takes every rule and every limit back. */
  public synchronized void clear() {
    rules.clear();
    limits.clear();
    active = false;
  }

  private boolean isNeeded() {
    return !limits.isEmpty() || rules.stream().anyMatch(rule -> !rule.isDone());
  }

  /** What has not happened as often as it was to, each in words. */
  public synchronized List<String> unfinished() {
    return rules.stream().map(FaultRule::unfinished).flatMap(Optional::stream).toList();
  }

  /** A copy of how often each kind befell each operation. */
  public synchronized Map<FaultKind, Map<String, Integer>> counts() {
    Map<FaultKind, Map<String, Integer>> copy = new EnumMap<>(FaultKind.class);
    counts.forEach((kind, byOperation) -> copy.put(kind, Map.copyOf(byOperation)));
    return copy;
  }

  /** How long a call is on its way: all delays together. */
  synchronized Duration delayOf(FaultedCall call) {
    Duration delay = Duration.ZERO;
    for (FaultRule rule : List.copyOf(rules)) {
      if (rule.kind() == FaultKind.DELAYED && rule.concerns(call.name()) && rule.isTurn()) {
        delay = delay.plus(rule.duration());
        happens(rule, call);
      }
    }
    return delay;
  }

  /**
   * Lets a call in, unless it is one too many or the first rule that is about its end refuses it.
   *
   * @throws AwsServiceException in the service's own words
   */
  synchronized void admit(FaultedCall call) {
    Instant now = world.now();
    List<CallLimit> concerned =
        limits.stream().filter(limit -> limit.concerns(call.name())).toList();
    if (!concerned.stream().allMatch(limit -> limit.admits(call.site(), now))) {
      count(FaultKind.THROTTLED, call);
      throw ServiceErrors.throttled(call.site().service());
    }
    concerned.forEach(limit -> limit.take(call.site(), now));
    FaultRule ending = endingOf(call);
    if (ending == null) {
      return;
    }
    happens(ending, call);
    switch (ending.kind()) {
      case THROTTLED -> throw ServiceErrors.throttled(call.site().service());
      case FAILED -> throw ServiceErrors.failed(call.site().service());
      default -> {} // the response is lost on its way back
    }
  }

  private @Nullable FaultRule endingOf(FaultedCall call) {
    for (FaultRule rule : rules) {
      if (ENDINGS.contains(rule.kind()) && rule.concerns(call.name()) && rule.isTurn()) {
        return rule;
      }
    }
    return null;
  }

  /** What a caller is told: the truth, or what was true before. */
  synchronized Answer answerOf(FaultedCall call, Answer truth) {
    boolean reads = Reads.state(call.operation());
    for (FaultRule rule : rules) {
      Lag lag = rule.lag();
      if (lag == null || rule.isDone()) {
        continue;
      }
      if (!reads) {
        truth.ifResponse(it -> lag.changed(call.site(), call.operation(), it, truth.asOf()));
      } else if (rule.concerns(call.name())) {
        Answer old = lag.old(call.site(), call.request(), truth);
        if (rule.isTurn() && !old.looksLike(truth)) {
          happens(rule, call);
          return old;
        }
      }
    }
    return truth;
  }

  private void happens(FaultRule rule, FaultedCall call) {
    rule.happens();
    active = isNeeded();
    count(rule.kind(), call);
  }

  private void count(FaultKind kind, FaultedCall call) {
    call.befallenBy(kind);
    counts.computeIfAbsent(kind, key -> new HashMap<>()).merge(call.name(), 1, Integer::sum);
  }
}
