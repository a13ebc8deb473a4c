package io.github.spotbatch.testing.internal.wire;

import io.github.spotbatch.testing.internal.Faults;
import software.amazon.awssdk.services.batch.model.CancelJobRequest;
import software.amazon.awssdk.services.batch.model.CancelJobResponse;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobResponse;

/** Three pages of one job each; cancelling is refused, terminating is broken. */
final class ListingBatch {

  public ListJobsResponse listJobs(ListJobsRequest request) {
    int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    return ListJobsResponse.builder()
        .jobSummaryList(JobSummary.builder().jobId("job-" + page).build())
        .nextToken(page < 2 ? Integer.toString(page + 1) : null)
        .build();
  }

  public CancelJobResponse cancelJob(CancelJobRequest request) {
    throw Faults.of(ClientException.builder(), "ClientException", 400, "no " + request.jobId());
  }

  public TerminateJobResponse terminateJob(TerminateJobRequest request) {
    throw new IllegalStateException("a bug");
  }
}
