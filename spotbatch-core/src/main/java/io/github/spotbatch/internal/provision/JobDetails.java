package io.github.spotbatch.internal.provision;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** Jobs as DescribeJobs tells of them, a hundred with each call. */
final class JobDetails {

  private static final int AT_ONCE = 100;

  private JobDetails() {}

  /** Reads them on this thread; those that Batch has forgotten are left out. */
  static List<JobDetail> read(Session session, List<String> ids) {
    List<JobDetail> jobs = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      DescribeJobsRequest request = DescribeJobsRequest.builder().jobs(some).build();
      jobs.addAll(session.calls().call(request, session.clients().batch()::describeJobs).jobs());
    }
    return jobs;
  }
}
