package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;

/** Finds and ends the jobs of queues that are about to go. */
final class JobEnding {

  private final Session session;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  JobEnding(Session session) {
    this.session = session;
  }

  /** The jobs that have not ended; of an array its parent. */
  CompletableFuture<List<JobSummary>> unfinished(List<AwsResource> queues) {
    return session.waiter().once(() -> list(queues));
  }

  /** Terminates them, and those that turn up meanwhile, and waits until all have ended. */
  CompletableFuture<Void> endAll(String stack, List<AwsResource> queues) {
    return session
        .waiter()
        .until(
            Waits.JOBS_ENDED,
            "the end of the jobs of stack " + stack,
            () -> {
              List<JobSummary> unfinished = list(queues);
              unfinished.stream().filter(job -> asked.add(job.jobId())).forEach(this::terminate);
              return unfinished;
            },
            List::isEmpty,
            unfinished -> "unfinished in " + unfinished.size() + " jobs")
        .thenAccept(none -> {});
  }

  private List<JobSummary> list(List<AwsResource> queues) {
    return queues.stream()
        .flatMap(
            queue ->
                Stream.of(
                        JobStatus.SUBMITTED,
                        JobStatus.PENDING,
                        JobStatus.RUNNABLE,
                        JobStatus.STARTING,
                        JobStatus.RUNNING)
                    .flatMap(status -> list(queue, status).stream()))
        .toList();
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
