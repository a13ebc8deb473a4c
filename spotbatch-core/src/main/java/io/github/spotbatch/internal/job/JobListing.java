package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;

/** Finds the jobs of queues. */
final class JobListing {

  /**
   * In the order of a job's life, so that one which moves on while others are listed is met again;
   * RUNNABLE once more for one that goes back from RUNNING.
   */
  private static final List<JobState> ORDER =
      List.of(
          JobState.SUBMITTED,
          JobState.PENDING,
          JobState.RUNNABLE,
          JobState.STARTING,
          JobState.RUNNING,
          JobState.RUNNABLE,
          JobState.SUCCEEDED,
          JobState.FAILED);

  private final AwsClients clients;
  private final AwsCalls calls;
  private final JobAccess access;

  JobListing(AwsClients clients, AwsCalls calls, JobAccess access) {
    this.clients = clients;
    this.calls = calls;
    this.access = access;
  }

  /** The jobs in some states, each once. */
  List<JobHandle> jobs(Collection<String> queues, Set<JobState> states) {
    Map<String, JobHandle> jobs = new LinkedHashMap<>();
    for (JobState state : ORDER) {
      if (states.contains(state)) {
        queues.forEach(queue -> list(queue, state, jobs));
      }
    }
    return new ArrayList<>(jobs.values());
  }

  private void list(String queue, JobState state, Map<String, JobHandle> jobs) {
    ListJobsRequest first =
        ListJobsRequest.builder().jobQueue(queue).jobStatus(state.name()).build();
    AwsFailures.forUser(
            "ListJobs for job queue " + queue,
            () ->
                calls.pages(
                    first,
                    clients.batch()::listJobs,
                    (last, page) ->
                        page.nextToken() == null
                            ? null
                            : last.copy(it -> it.nextToken(page.nextToken()))))
        .stream()
        .flatMap(page -> page.jobSummaryList().stream())
        .forEach(job -> jobs.computeIfAbsent(job.jobId(), id -> handle(job)));
  }

  private JobHandle handle(JobSummary job) {
    return BatchJobHandle.listed(job.jobId(), job.jobName(), access);
  }
}
