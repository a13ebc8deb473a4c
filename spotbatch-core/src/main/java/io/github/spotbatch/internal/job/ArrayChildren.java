package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.FailedChild;
import io.github.spotbatch.job.JobResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;

/** Finds the children of array jobs that failed. */
final class ArrayChildren {

  private static final int JOBS_PER_PAGE = 1000;
  private static final int JOBS_PER_CALL = 100;

  private final AwsClients clients;
  private final AwsCalls calls;
  private final SideBySide reads;

  ArrayChildren(AwsClients clients, AwsCalls calls, SideBySide reads) {
    this.clients = clients;
    this.calls = calls;
    this.reads = reads;
  }

  /** A child's id. */
  static String id(String arrayJobId, int index) {
    return arrayJobId + ":" + index;
  }

  /** The failed children of an array job, described: a page of a thousand, then in hundreds. */
  List<FailedChild> failed(String arrayJobId) {
    List<String> ids = failedIds(arrayJobId);
    List<Supplier<List<FailedChild>>> describing = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += JOBS_PER_CALL) {
      List<String> group = ids.subList(from, Math.min(ids.size(), from + JOBS_PER_CALL));
      describing.add(() -> describe(group));
    }
    return reads.all("DescribeJobs for children of job " + arrayJobId, describing).stream()
        .flatMap(List::stream)
        .collect(Collectors.toList());
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
