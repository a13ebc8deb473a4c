package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.FailedChild;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;

/** Finds the children of array jobs that failed. */
final class ArrayChildren {

  private static final int JOBS_PER_PAGE = 1000;
  private static final int JOBS_PER_CALL = 100;

  /** Nothing says how long a listing may lag behind: twice what is assumed elsewhere. */
  private static final Duration LISTED_WITHIN = Duration.ofMinutes(2);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final AwsClients clients;
  private final AwsCalls calls;
  private final TimeKeeper time;
  private final SideBySide reads;

  ArrayChildren(AwsClients clients, AwsCalls calls, TimeKeeper time, SideBySide reads) {
    this.clients = clients;
    this.calls = calls;
    this.time = time;
    this.reads = reads;
  }

  /** A child's id. */
  static String id(String arrayJobId, int index) {
    return arrayJobId + ":" + index;
  }

  /**
   * The failed children of an array job, described: a page of a thousand, then in hundreds.
   *
   * @param atLeast how many there are by the array's own count, since listings may lag behind it
   */
  List<FailedChild> failed(String arrayJobId, int atLeast) {
    List<String> ids = failedIds(arrayJobId);
    Instant patience = time.now().plus(LISTED_WITHIN);
    while (ids.size() < atLeast) {
      if (time.now().isAfter(patience)) {
        throw new SpotBatchException(
            "AWS Batch lists %d of the %d failed children of job %s, also two minutes later; ask again."
                .formatted(ids.size(), atLeast, arrayJobId));
      }
      pause(arrayJobId);
      ids = failedIds(arrayJobId);
    }
    List<Supplier<List<FailedChild>>> describing = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += JOBS_PER_CALL) {
      List<String> group = ids.subList(from, Math.min(ids.size(), from + JOBS_PER_CALL));
      describing.add(() -> describe(group));
    }
    return reads.all("DescribeJobs for children of job " + arrayJobId, describing).stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(FailedChild::index))
        .toList();
  }

  private void pause(String arrayJobId) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Future<?> unused =
        time.executor()
            .schedule(() -> over.complete(null), LOOK_AGAIN.toSeconds(), TimeUnit.SECONDS);
    Void unusedAnswer = reads.await("the failed children of job " + arrayJobId, over);
  }

  private List<String> failedIds(String arrayJobId) {
    List<String> ids = new ArrayList<>();
    ListJobsRequest request =
        ListJobsRequest.builder()
            .arrayJobId(arrayJobId)
            .jobStatus(JobStatus.FAILED)
            .maxResults(JOBS_PER_PAGE)
            .build();
    while (request != null) {
      ListJobsRequest page = request;
      Supplier<ListJobsResponse> read = () -> calls.call(page, clients.batch()::listJobs);
      ListJobsResponse answer =
          reads.all("ListJobs for children of job " + arrayJobId, List.of(read)).get(0);
      answer.jobSummaryList().stream().map(JobSummary::jobId).forEach(ids::add);
      String next = answer.nextToken();
      request = next == null ? null : page.toBuilder().nextToken(next).build();
    }
    return ids;
  }

  private List<FailedChild> describe(List<String> ids) {
    DescribeJobsRequest request = DescribeJobsRequest.builder().jobs(ids).build();
    return calls.call(request, clients.batch()::describeJobs).jobs().stream()
        .map(JobResults::of)
        .map(child -> new FailedChild(index(child), child))
        .toList();
  }

  private static int index(JobResult child) {
    return Integer.parseInt(child.jobId().substring(child.jobId().lastIndexOf(':') + 1));
  }
}
