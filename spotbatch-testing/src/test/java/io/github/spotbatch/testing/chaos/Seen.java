package io.github.spotbatch.testing.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;

/** A job or a child of an array, as Batch shows it in the end, beside what was planned. */
record Seen(JobPlan plan, JobDetail detail) {

  private static final int PAGE = 100;

  /** All jobs that some queues list, each with its children. */
  static List<Seen> all(Scenario scenario, BatchClient batch, List<String> queues) {
    Map<String, JobPlan> plans = scenario.jobsByName();
    Map<String, JobPlan> planOfId = new HashMap<>();
    List<String> ids = new ArrayList<>();
    for (String queue : queues) {
      for (JobSummary job : listed(batch, queue)) {
        JobPlan plan = plans.get(planned(job.jobName()));
        if (plan == null) {
          throw new AssertionError("nobody has submitted " + job.jobName());
        }
        Stream.concat(Stream.of(job.jobId()), children(job.jobId(), plan))
            .forEach(
                id -> {
                  ids.add(id);
                  planOfId.put(id, plan);
                });
      }
    }
    List<Seen> all = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += PAGE) {
      List<String> page = ids.subList(i, Math.min(ids.size(), i + PAGE));
      batch
          .describeJobs(it -> it.jobs(page))
          .jobs()
          .forEach(job -> all.add(new Seen(planOfId.get(job.jobId()), job)));
    }
    if (all.size() != ids.size()) {
      throw new AssertionError("of " + ids.size() + " listed jobs " + all.size() + " are known");
    }
    return all;
  }

  private static List<JobSummary> listed(BatchClient batch, String queue) {
    return batch
        .listJobsPaginator(
            it -> it.jobQueue(queue).filters(filter -> filter.name("JOB_NAME").values("*")))
        .jobSummaryList()
        .stream()
        .toList();
  }

  private static Stream<String> children(String id, JobPlan plan) {
    return IntStream.range(0, plan.arraySize()).mapToObj(i -> id + ":" + i);
  }

  /** Without the key that spotbatch appends. */
  private static String planned(String name) {
    return name.replaceFirst("^(j\\d+-b\\d+)-.*", "$1");
  }

  /** As the timeline names it. */
  String key() {
    String id = detail.jobId();
    int colon = id.indexOf(':');
    return detail.jobName() + " " + id.substring(0, 8) + (colon < 0 ? "" : id.substring(colon));
  }

  boolean isArray() {
    return plan.arraySize() > 0 && !isChild();
  }

  boolean isChild() {
    return detail.jobId().contains(":");
  }

  boolean is(JobStatus status) {
    return detail.status() == status;
  }

  boolean ended() {
    return is(JobStatus.SUCCEEDED) || is(JobStatus.FAILED);
  }

  boolean stopped() {
    return detail.isCancelled() || detail.isTerminated();
  }

  List<Ending> endings() {
    List<AttemptDetail> attempts = detail.attempts();
    return IntStream.range(0, attempts.size())
        .mapToObj(i -> Ending.of(i + 1, attempts.get(i)))
        .toList();
  }

  @Override
  public String toString() {
    return "%s %s (%s)".formatted(detail.jobName(), detail.jobId(), detail.status());
  }
}
