package io.github.spotbatch.internal.provision;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Repeats AWS calls on the time keeper's executor; no thread is held while time passes. */
final class Waiter {

  private final TimeKeeper time;
  private final Gate gate;

  Waiter(TimeKeeper time, Gate gate) {
    this.time = time;
    this.gate = gate;
  }

  /** Makes a call, again while it fails in a way that passes by itself. */
  <T> CompletableFuture<T> call(Wait wait, Supplier<T> call) {
    RetryPolicy<T> policy = policy(wait, time.now(), result -> true);
    return Failsafe.with(policy).with(time.executor()).getAsync(() -> gate.pass(call));
  }

  /** As {@link #call}, for something that itself takes several calls. */
  <T> CompletableFuture<T> untilAccepted(Wait wait, Supplier<CompletionStage<T>> attempt) {
    RetryPolicy<T> policy = policy(wait, time.now(), result -> true);
    return Failsafe.with(policy).with(time.executor()).getStageAsync(attempt::get);
  }

  /** Makes a call once. */
  <T> CompletableFuture<T> once(Supplier<T> call) {
    return CompletableFuture.supplyAsync(() -> gate.pass(call), time.executor());
  }

  /** Reads until what was read is as it should be. */
  <T> CompletableFuture<T> until(
      Wait wait, String subject, Supplier<T> read, Predicate<T> done, Function<T, String> status) {
    return untilStage(wait, subject, () -> once(read), done, status);
  }

  /**
   * Waits for something that Batch has taken just now and may not list yet, with no call more if it
   * is listed at once.
   *
   * @param settled reads until it is as it should be, or is not listed
   */
  <T> CompletableFuture<Optional<T>> onceListed(
      String subject,
      Supplier<Optional<T>> read,
      Supplier<CompletableFuture<Optional<T>>> settled) {
    return settled
        .get()
        .thenCompose(
            first ->
                first.isPresent()
                    ? CompletableFuture.completedFuture(first)
                    : until(
                            Waits.BATCH_VISIBLE,
                            subject,
                            read,
                            Optional::isPresent,
                            absent -> "not listed by Batch")
                        .thenCompose(listed -> settled.get()));
  }

  /** Repeats something that itself takes several calls, until its outcome is as it should be. */
  <T> CompletableFuture<T> untilStage(
      Wait wait,
      String subject,
      Supplier<CompletionStage<T>> attempt,
      Predicate<T> done,
      Function<T, String> status) {
    Instant start = time.now();
    return Failsafe.with(policy(wait, start, done))
        .with(time.executor())
        .getStageAsync(attempt::get)
        .thenApply(
            last -> {
              if (!done.test(last)) {
                Duration waited = Duration.between(start, time.now());
                throw new WaitTimeoutException(subject, status.apply(last), waited);
              }
              return last;
            });
  }

  /** Failsafe's own time limits read the system's clock, so the deadline is kept by ours. */
  private <T> RetryPolicy<T> policy(Wait wait, Instant start, Predicate<T> done) {
    Instant deadline = start.plus(wait.atMost());
    return RetryPolicy.<T>builder()
        .handleIf(
            (result, failure) ->
                failure == null ? !done.test(result) : wait.passing().test(failure))
        .abortIf((result, failure) -> gate.isClosed() || !time.now().isBefore(deadline))
        .withDelayFn(tries -> pause(wait, tries.getAttemptCount(), start))
        .withMaxRetries(wait.times() - 1)
        .build();
  }

  /** The last try is at the end of the wait, not after it. */
  private Duration pause(Wait wait, int tries, Instant start) {
    Duration elapsed = Duration.between(start, time.now());
    Duration pause = wait.pace().pause(tries, elapsed);
    Duration left = wait.atMost().minus(elapsed);
    return left.compareTo(pause) < 0 ? left : pause;
  }
}
