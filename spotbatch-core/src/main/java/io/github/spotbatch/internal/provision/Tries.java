package io.github.spotbatch.internal.provision;

import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionScheduledEvent;
import io.github.spotbatch.ProvisioningRetry;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tries of one wait. Failsafe's own time limits read the system's clock, so the deadline is
 * kept by ours. Its tries come one after the other, if not on one thread.
 */
final class Tries<T> {

  private static final int UNANSWERED = 5;

  private final Wait wait;
  private final boolean looking;
  private final TimeKeeper time;
  private final Instant start;
  private final BooleanSupplier stopped;
  private final BiConsumer<String, ProvisioningRetry> listener;
  private volatile int count;
  private volatile int unanswered;

  /**
   * Begins a wait.
   *
   * @param looking whether each try is one read, which can be repeated whatever became of it
   * @param stopped whether nothing more is to be sent
   */
  Tries(
      Wait wait,
      boolean looking,
      TimeKeeper time,
      BooleanSupplier stopped,
      BiConsumer<String, ProvisioningRetry> listener) {
    this.wait = wait;
    this.looking = looking;
    this.time = time;
    this.start = time.now();
    this.stopped = stopped;
    this.listener = listener;
  }

  Duration elapsed() {
    return Duration.between(start, time.now());
  }

  /**
   * When to try again, and how soon.
   *
   * @param status what is told of a result that is not as it should be
   */
  RetryPolicy<T> policy(Predicate<T> done, Function<T, String> status) {
    return RetryPolicy.<T>builder()
        .handleIf((result, failure) -> isToRepeat(done, result, failure))
        .abortIf((result, failure) -> stopped.getAsBoolean() || isOver())
        .withDelayFn(tries -> pause())
        .withMaxRetries(wait.times() - 1)
        .onRetryScheduled(event -> tell(event, status))
        .build();
  }

  private boolean isToRepeat(Predicate<T> done, @Nullable T result, @Nullable Throwable failure) {
    count++;
    if (failure == null) {
      unanswered = 0;
      return !done.test(result);
    }
    if (looking && AwsErrors.isUnclear(failure)) {
      unanswered++;
      return unanswered < UNANSWERED;
    }
    return wait.passing().test(failure);
  }

  private boolean isOver() {
    return elapsed().compareTo(wait.atMost()) >= 0;
  }

  /** The last try is at the end of the wait, not after it. */
  private Duration pause() {
    Duration elapsed = elapsed();
    Duration pause = pace().pause(unanswered == 0 ? count : unanswered, elapsed);
    Duration left = wait.atMost().minus(elapsed);
    return left.compareTo(pause) < 0 ? left : pause;
  }

  /** Who does not answer is not asked as often as who has news soon. */
  private Pace pace() {
    return unanswered == 0 ? wait.pace() : Waits.UNANSWERED;
  }

  private void tell(ExecutionScheduledEvent<T> event, Function<T, String> status) {
    Throwable failure = event.getLastException();
    if (looking && failure == null) {
      return;
    }
    String reason =
        failure == null ? status.apply(event.getLastResult()) : AwsErrors.words(failure);
    listener.accept(reason, new ProvisioningRetry(wait.name(), count, elapsed(), event.getDelay()));
  }

  /** What has failed for good; if it was tried more than once, with how often. */
  <R> CompletableFuture<R> fail(Throwable failure) {
    Throwable cause = AwsErrors.unwrap(failure);
    return CompletableFuture.failedFuture(
        count > 1 ? new GaveUp(wait.name(), count, elapsed(), cause) : cause);
  }
}
