package io.github.spotbatch.internal.provision;

import dev.failsafe.Failsafe;
import io.github.spotbatch.ProvisioningRetry;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.time.TimeKeeper;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Repeats AWS calls on the time keeper's executor; no thread is held while time passes. */
final class Waiter {

  private final TimeKeeper time;
  private final Gate gate;
  private final BiConsumer<String, ProvisioningRetry> listener;

  /**
   * Makes a waiter.
   *
   * @param listener hears of each try that is to come, and what was wrong with the one before
   */
  Waiter(TimeKeeper time, Gate gate, BiConsumer<String, ProvisioningRetry> listener) {
    this.time = time;
    this.gate = gate;
    this.listener = listener;
  }

  /** Makes a call, again while it fails in a way that passes by itself. */
  <T> CompletableFuture<T> call(Wait wait, Supplier<T> call) {
    Tries<T> tries = tries(wait, false);
    return Failsafe.with(tries.policy(result -> true, result -> ""))
        .with(time.executor())
        .getAsync(() -> gate.pass(call))
        .exceptionallyCompose(tries::fail);
  }

  /** As {@link #call}, for something that itself takes several calls. */
  <T> CompletableFuture<T> untilAccepted(Wait wait, Supplier<CompletionStage<T>> attempt) {
    Tries<T> tries = tries(wait, false);
    return Failsafe.with(tries.policy(result -> true, result -> ""))
        .with(time.executor())
        .getStageAsync(attempt::get)
        .exceptionallyCompose(tries::fail);
  }

  /** Makes a call once. */
  <T> CompletableFuture<T> once(Supplier<T> call) {
    return CompletableFuture.supplyAsync(() -> gate.pass(call), time.executor());
  }

  /** Reads until what was read is as it should be. */
  <T> CompletableFuture<T> until(
      Wait wait, String subject, Supplier<T> read, Predicate<T> done, Function<T, String> status) {
    return until(tries(wait, true), subject, () -> once(read), done, status);
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
    return until(tries(wait, false), subject, attempt, done, status);
  }

  private <T> CompletableFuture<T> until(
      Tries<T> tries,
      String subject,
      Supplier<CompletionStage<T>> attempt,
      Predicate<T> done,
      Function<T, String> status) {
    return Failsafe.with(tries.policy(done, status))
        .with(time.executor())
        .getStageAsync(attempt::get)
        .exceptionallyCompose(tries::fail)
        .thenApply(
            last -> {
              if (!done.test(last)) {
                throw new WaitTimeoutException(subject, status.apply(last), tries.elapsed());
              }
              return last;
            });
  }

  private <T> Tries<T> tries(Wait wait, boolean looking) {
    return new Tries<>(wait, looking, time, gate::isClosed, listener);
  }
}
