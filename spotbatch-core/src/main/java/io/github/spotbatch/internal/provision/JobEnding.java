package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;

/** Finds and ends the jobs of queues that are about to go. */
final class JobEnding {

  private static final List<JobStatus> UNFINISHED =
      List.of(
          JobStatus.SUBMITTED,
          JobStatus.PENDING,
          JobStatus.RUNNABLE,
          JobStatus.STARTING,
          JobStatus.RUNNING);

  private final Session session;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  JobEnding(Session session) {
    this.session = session;
  }

  /** The jobs that have not ended, all states looked at side by side; of an array its parent. */
  CompletableFuture<List<JobSummary>> unfinished(List<AwsResource> queues) {
    return Futures.all(
            queues.stream()
                .flatMap(
                    queue ->
                        UNFINISHED.stream()
                            .map(status -> session.waiter().once(() -> list(queue, status))))
                .toList())
        .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
  }

  /** Terminates those of a queue, and those that turn up meanwhile, and waits for their end. */
  CompletableFuture<Void> endAll(AwsResource queue) {
    return session
        .about(queue)
        .waiter()
        .untilStage(
            Waits.JOBS_ENDED,
            "the end of the jobs of " + queue,
            () -> unfinished(List.of(queue)).thenCompose(this::terminated),
            List::isEmpty,
            unfinished -> "unfinished in " + unfinished.size() + " jobs")
        .thenAccept(none -> {});
  }

  private CompletableFuture<List<JobSummary>> terminated(List<JobSummary> unfinished) {
    return session
        .waiter()
        .once(
            () -> {
              unfinished.stream().filter(job -> asked.add(job.jobId())).forEach(this::terminate);
              return unfinished;
            });
  }

  private List<JobSummary> list(AwsResource queue, JobStatus status) {
    ListJobsRequest first =
        ListJobsRequest.builder().jobQueue(queue.id()).jobStatus(status).build();
    try {
      return session
          .calls()
          .pages(
              first,
              batch()::listJobs,
              (request, page) ->
                  page.nextToken() == null
                      ? null
                      : request.copy(b -> b.nextToken(page.nextToken())))
          .stream()
          .flatMap(page -> page.jobSummaryList().stream())
          .toList();
    } catch (ClientException e) {
      if (AwsErrors.isAbsent(e)) {
        return List.of();
      }
      throw e;
    }
  }

  private void terminate(JobSummary job) {
    TerminateJobRequest request =
        TerminateJobRequest.builder()
            .jobId(job.jobId())
            .reason("The job's stack is being destroyed.")
            .build();
    session.calls().call(request, batch()::terminateJob);
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
