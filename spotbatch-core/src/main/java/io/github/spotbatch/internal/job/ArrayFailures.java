package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.spec.ArrayInputs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;

/** Finds which children of arrays failed, and how. Thread-safe. */
final class ArrayFailures {

  private static final int PAGE = 1000;

  private final AwsClients clients;
  private final JobControl control;

  ArrayFailures(AwsClients clients, JobControl control) {
    this.clients = clients;
    this.control = control;
  }

  /** The index of a child in its array, 0 for a job that is no child. */
  static int position(String jobId) {
    int colon = jobId.lastIndexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(jobId.substring(colon + 1));
  }

  /** The failed children of each array, or the plain job itself, in order. */
  Map<String, List<JobResult>> ofArrays(Map<String, ArrayInputs> jobs) {
    Map<String, List<JobResult>> failures = new ConcurrentHashMap<>();
    List<CompletableFuture<Void>> reads = new ArrayList<>();
    jobs.forEach(
        (jobId, inputs) ->
            reads.add(
                failedOf(jobId, inputs.size() > 1)
                    .thenAccept(
                        failed ->
                            failures.put(jobId, failed.stream().map(JobResults::of).toList()))));
    control.wait(
        "find the failed children of arrays",
        CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)));
    return failures;
  }

  /** The failed children of an array, or the job itself if it is plain and failed. */
  List<JobDetail> of(String jobId, boolean array) {
    return control.wait("find the failed children of job " + jobId, failedOf(jobId, array));
  }

  private CompletableFuture<List<JobDetail>> failedOf(String jobId, boolean array) {
    CompletableFuture<List<JobDetail>> described =
        array
            ? list(jobId, null, new ArrayList<>()).thenCompose(this::describe)
            : describe(List.of(jobId));
    return described.thenApply(
        jobs ->
            jobs.stream()
                .filter(job -> job.status() == JobStatus.FAILED)
                .sorted(Comparator.comparing(job -> position(job.jobId())))
                .toList());
  }

  private CompletableFuture<List<String>> list(
      String array, @Nullable String token, List<String> found) {
    ListJobsRequest request =
        ListJobsRequest.builder()
            .arrayJobId(array)
            .jobStatus(JobStatus.FAILED)
            .maxResults(PAGE)
            .nextToken(token)
            .build();
    return control
        .repeatable()
        .call(request, r -> clients.batch().listJobs(r))
        .thenCompose(
            page -> {
              page.jobSummaryList().stream().map(JobSummary::jobId).forEach(found::add);
              return page.nextToken() == null
                  ? CompletableFuture.completedFuture(found)
                  : list(array, page.nextToken(), found);
            });
  }

  private CompletableFuture<List<JobDetail>> describe(List<String> jobIds) {
    List<CompletableFuture<List<JobDetail>>> groups = new ArrayList<>();
    for (int from = 0; from < jobIds.size(); from += JobTracker.JOBS_PER_CALL) {
      int to = Math.min(jobIds.size(), from + JobTracker.JOBS_PER_CALL);
      DescribeJobsRequest request =
          DescribeJobsRequest.builder().jobs(jobIds.subList(from, to)).build();
      groups.add(
          control
              .repeatable()
              .call(request, r -> clients.batch().describeJobs(r))
              .thenApply(answer -> answer.jobs()));
    }
    return CompletableFuture.allOf(groups.toArray(CompletableFuture[]::new))
        .thenApply(done -> groups.stream().flatMap(group -> group.join().stream()).toList());
  }

  /** Refuses to call jobs done that are not. */
  void requireEnded(Collection<String> jobIds) {
    List<JobDetail> jobs =
        control.wait("look whether arrays have ended", describe(List.copyOf(jobIds)));
    Map<String, String> states =
        jobs.stream().collect(Collectors.toMap(JobDetail::jobId, JobDetail::statusAsString));
    String unfinished =
        jobIds.stream()
            .filter(jobId -> !JobResults.state(states.get(jobId)).finished())
            .map(jobId -> jobId + " is " + states.getOrDefault(jobId, "not known to AWS"))
            .collect(Collectors.joining(", "));
    if (!unfinished.isEmpty()) {
      throw new SpotBatchException(
          "What failed can be run again once all have ended, or children that fail later would be"
              + " left out: job "
              + unfinished
              + ". Await it first.");
    }
  }
}
