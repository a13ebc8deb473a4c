package io.github.spotbatch.internal.job;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobResponse;

/** Ends many jobs at a rate that AWS takes. Thread-safe. */
final class BulkStop implements AutoCloseable {

  /** AWS publishes no rate for TerminateJob. */
  private static final double PER_SECOND = 10;

  private static final RetryPolicy<TerminateJobResponse> PASSING =
      RetryPolicy.<TerminateJobResponse>builder()
          .handleIf(AwsFailures::passing)
          .withBackoff(Duration.ofMillis(500), Duration.ofSeconds(16))
          .withMaxAttempts(12)
          .build();

  private final AwsClients clients;
  private final AwsCalls calls;
  private final TimeKeeper time;
  private final PacedCalls paced;

  BulkStop(AwsClients clients, AwsCalls calls, TimeKeeper time) {
    this.clients = clients;
    this.calls = calls;
    this.time = time;
    this.paced = new PacedCalls(time, AdaptiveRate.startingAt(PER_SECOND));
  }

  /** Tells each job to end, and waits on the caller's thread until all are told. */
  void end(List<JobHandle> jobs, String reason) {
    List<CompletableFuture<TerminateJobResponse>> told =
        jobs.stream().map(job -> terminate(job.id(), reason)).toList();
    List<Throwable> refusals = new ArrayList<>();
    for (CompletableFuture<TerminateJobResponse> answer : told) {
      try {
        TerminateJobResponse unused = time.await(answer);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SpotBatchException("The wait was interrupted; jobs are still being ended.", e);
      } catch (ExecutionException e) {
        refusals.add(AwsFailures.unwrap(e));
      }
    }
    if (!refusals.isEmpty()) {
      SpotBatchException failure =
          new SpotBatchException(
              "AWS did not end %d of %d jobs, which can be tried again; the first because of: %s"
                  .formatted(refusals.size(), jobs.size(), refusals.get(0).getMessage()),
              refusals.get(0));
      refusals.stream().skip(1).limit(10).forEach(failure::addSuppressed);
      throw failure;
    }
  }

  private CompletableFuture<TerminateJobResponse> terminate(String jobId, String reason) {
    TerminateJobRequest request = TerminateJobRequest.builder().jobId(jobId).reason(reason).build();
    return Failsafe.with(PASSING)
        .with(time.executor())
        .getStageAsync(() -> paced.call(() -> calls.call(request, clients.batch()::terminateJob)));
  }

  @Override
  public void close() {
    paced.close();
  }
}
