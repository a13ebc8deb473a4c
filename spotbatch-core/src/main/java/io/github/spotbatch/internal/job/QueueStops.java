package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.StopReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;

/** Stops all unfinished jobs of a queue. Thread-safe. */
final class QueueStops {

  private static final int PAGE = 1000;

  /**
   * In the order in which a job goes through them, so that none slips by between two listings;
   * RUNNABLE once more for one that goes back from RUNNING.
   */
  private static final List<JobState> UNFINISHED =
      List.of(
          JobState.SUBMITTED,
          JobState.PENDING,
          JobState.RUNNABLE,
          JobState.STARTING,
          JobState.RUNNING,
          JobState.RUNNABLE);

  private final AwsClients clients;
  private final RepeatableCalls calls;
  private final JobStops stops;

  QueueStops(AwsClients clients, RepeatableCalls calls, JobStops stops) {
    this.clients = clients;
    this.calls = calls;
    this.stops = stops;
  }

  CompletableFuture<StopReport> stopAll(String queue, String reason) {
    JobStops.requireReason(reason);
    Map<String, JobState> found = new LinkedHashMap<>();
    CompletableFuture<Void> listed = CompletableFuture.completedFuture(null);
    for (JobState state : UNFINISHED) {
      listed = listed.thenCompose(done -> list(queue, state, null, found));
    }
    return listed.thenCompose(done -> stops.stopListed(found, reason));
  }

  private CompletableFuture<Void> list(
      String queue, JobState state, @Nullable String token, Map<String, JobState> found) {
    ListJobsRequest request =
        ListJobsRequest.builder()
            .jobQueue(queue)
            .jobStatus(state.name())
            .maxResults(PAGE)
            .nextToken(token)
            .build();
    return calls
        .call(request, r -> clients.batch().listJobs(r))
        .thenCompose(
            page -> {
              page.jobSummaryList().forEach(job -> found.put(job.jobId(), state));
              return page.nextToken() == null
                  ? CompletableFuture.completedFuture(null)
                  : list(queue, state, page.nextToken(), found);
            });
  }
}
