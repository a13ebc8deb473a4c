package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsClients;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;

/** Makes sure that jobs have ended before what failed of them is run again. */
final class EndedJobs {

  private final AwsClients clients;
  private final JobControl control;

  EndedJobs(AwsClients clients, JobControl control) {
    this.clients = clients;
    this.control = control;
  }

  void require(Collection<String> jobIds) {
    Map<String, String> states = states(List.copyOf(jobIds));
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

  private Map<String, String> states(List<String> jobIds) {
    Map<String, String> states = new ConcurrentHashMap<>();
    List<CompletableFuture<Void>> reads = new ArrayList<>();
    for (int from = 0; from < jobIds.size(); from += JobTracker.JOBS_PER_CALL) {
      int to = Math.min(jobIds.size(), from + JobTracker.JOBS_PER_CALL);
      DescribeJobsRequest request =
          DescribeJobsRequest.builder().jobs(jobIds.subList(from, to)).build();
      reads.add(
          control
              .repeatable()
              .call(request, r -> clients.batch().describeJobs(r))
              .thenAccept(
                  answer ->
                      answer.jobs().forEach(job -> states.put(job.jobId(), job.statusAsString()))));
    }
    control.wait(
        "look whether jobs have ended",
        CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)));
    return states;
  }
}
