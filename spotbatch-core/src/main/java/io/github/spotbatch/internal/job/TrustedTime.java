package io.github.spotbatch.internal.job;

import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** From when on a listing shows all that was submitted before a moment. */
final class TrustedTime {

  private final TimeKeeper time;
  private final Instant from;

  private TrustedTime(TimeKeeper time, Instant from) {
    this.time = time;
    this.from = from;
  }

  /**
   * Of what was submitted before now.
   *
   * @param bound how far listings lag behind at most
   */
  static TrustedTime ofNow(TimeKeeper time, Duration bound) {
    return new TrustedTime(time, time.now().plus(bound));
  }

  /** Whether a listing that was asked for then lacks nothing. */
  boolean covers(Instant askedAt) {
    return !askedAt.isBefore(from);
  }

  /** Ends when that time has come. */
  CompletableFuture<Boolean> come() {
    CompletableFuture<Boolean> come = new CompletableFuture<>();
    long wait = Math.max(0, Duration.between(time.now(), from).toNanos());
    Future<?> unused =
        time.executor().schedule(() -> come.complete(true), wait, TimeUnit.NANOSECONDS);
    return come;
  }
}
