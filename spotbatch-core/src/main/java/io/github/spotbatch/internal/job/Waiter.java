package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One wait for a job's end. */
final class Waiter implements Watcher {

  /** Completed on the tracker's own threads: no user's stage may depend on it. */
  final CompletableFuture<JobResult> end = new CompletableFuture<>();

  private final Instant deadline;
  private @Nullable JobResult result;
  private @Nullable Throwable failure;

  Waiter(Instant deadline) {
    this.deadline = deadline;
  }

  @Override
  public Instant deadline() {
    return deadline;
  }

  @Override
  public boolean wants(JobState state) {
    return state.finished();
  }

  @Override
  public void seen(JobResult result, Instant now) {
    this.result = result;
  }

  @Override
  public void failed(String jobId, Throwable failure) {
    this.failure = failure;
  }

  @Override
  public void closed(String jobId) {
    end.completeExceptionally(
        new SpotBatchException(
            "The wait for job " + jobId + " ended because spotbatch was closed; the job goes on."));
  }

  @Override
  public void tell() {
    if (failure != null) {
      end.completeExceptionally(failure);
    } else if (result != null) {
      end.complete(result);
    }
  }
}
