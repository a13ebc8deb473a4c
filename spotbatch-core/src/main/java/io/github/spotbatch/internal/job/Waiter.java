package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.JobResult;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One wait for a job's end. */
final class Waiter {

  /** Completed on the tracker's own threads: no user's stage may depend on it. */
  final CompletableFuture<JobResult> end = new CompletableFuture<>();

  /** Until when somebody waits; {@link Instant#MAX} for ever. */
  final Instant deadline;

  Waiter(Instant deadline) {
    this.deadline = deadline;
  }
}
