package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.internal.OperationGlob;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One thing that goes wrong with some calls. Guarded by the {@link FaultControl} that has it. */
public final class FaultRule {

  private final OperationGlob operations;
  private final FaultKind kind;
  private final Duration duration;
  private final SplittableRandom random;
  private final @Nullable Lag lag;
  private long skipped;
  private long every = 1;
  private long times = Long.MAX_VALUE;
  private @Nullable Double rate;
  private long seen;
  private long happened;

  FaultRule(OperationGlob operations, FaultKind kind, Duration duration, SplittableRandom random) {
    this.operations = operations;
    this.kind = kind;
    this.duration = duration;
    this.random = random;
    this.lag = kind == FaultKind.STALE ? new Lag(duration) : null;
  }

  public void skip(long calls) {
    this.skipped = calls;
  }

  public void every(long nth) {
    this.every = nth;
  }

  public void times(long most) {
    this.times = most;
  }

  public void rate(double share) {
    this.rate = share;
  }

  FaultKind kind() {
    return kind;
  }

  Duration duration() {
    return duration;
  }

  @Nullable Lag lag() {
    return lag;
  }

  boolean concerns(String operation) {
    return operations.matches(operation);
  }

  /** Whether it has nothing more to do. */
  boolean isDone() {
    return happened >= times;
  }

  /** Whether it is the turn of a call that it is for, which is counted. */
  boolean isTurn() {
    if (isDone()) {
      return false;
    }
    seen++;
    boolean chosen = seen > skipped && (seen - skipped) % every == 0;
    // Without a rate nothing is drawn, so that a run does not depend on what it does not use.
    return chosen && (rate == null || random.nextDouble() < rate);
  }

  /** It has happened to a call. */
  void happens() {
    happened++;
  }

  /** What it was to do and has not, in words. Chance owes nothing. */
  Optional<String> unfinished() {
    boolean bounded = times != Long.MAX_VALUE;
    boolean due = rate == null && happened < (bounded ? times : 1);
    return due
        ? Optional.of(
            "%s %s%s: happened %d times in %d calls"
                .formatted(operations, kind, bounded ? " " + times + " times" : "", happened, seen))
        : Optional.empty();
  }
}
