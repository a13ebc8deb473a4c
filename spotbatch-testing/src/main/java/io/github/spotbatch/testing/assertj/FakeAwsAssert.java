package io.github.spotbatch.testing.assertj;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.internal.script.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;

/**
 * Assertions on what Batch has in a world's own account and Region. They leave no trace in its
 * journal.
 */
public final class FakeAwsAssert extends AbstractAssert<FakeAwsAssert, FakeAws> {

  private static final int DESCRIBED = 100;
  private static final int SHOWN = 30;

  FakeAwsAssert(@Nullable FakeAws actual) {
    super(actual, FakeAwsAssert.class);
  }

  /**
   * There is one job of a name.
   *
   * @param name with or without the key that spotbatch appends
   * @return assertions on that job
   */
  public JobDetailAssert job(String name) {
    List<JobDetail> jobs = jobs();
    List<JobDetail> found = jobs.stream().filter(job -> isNamed(job, name)).toList();
    if (found.size() != 1) {
      failWithMessage(
          "%nExpected one job named %s, found %d among%n%s", name, found.size(), shown(jobs));
    }
    return new JobDetailAssert(found.get(0));
  }

  private static boolean isNamed(JobDetail job, String name) {
    return new Glob(name).matchesJob(job.jobName());
  }

  /**
   * There are so many jobs in all queues, whatever became of them.
   *
   * @param number how many
   * @return these assertions
   */
  public FakeAwsAssert hasJobs(int number) {
    List<JobDetail> jobs = jobs();
    if (jobs.size() != number) {
      failWithMessage("%nExpected %d jobs, not %d:%n%s", number, jobs.size(), shown(jobs));
    }
    return this;
  }

  /**
   * Every job has ended.
   *
   * @return these assertions
   */
  public FakeAwsAssert hasNoUnfinishedJobs() {
    List<JobDetail> unfinished =
        jobs().stream()
            .filter(job -> job.status() != JobStatus.SUCCEEDED && job.status() != JobStatus.FAILED)
            .toList();
    if (!unfinished.isEmpty()) {
      failWithMessage("%nExpected every job to have ended, not%n%s", shown(unfinished));
    }
    return this;
  }

  /**
   * There is a compute environment of a name.
   *
   * @param name its name on AWS
   * @return assertions on it
   */
  public ComputeEnvironmentAssert computeEnvironment(String name) {
    List<ComputeEnvironmentDetail> all =
        batch().describeComputeEnvironmentsPaginator().computeEnvironments().stream().toList();
    ComputeEnvironmentDetail found =
        all.stream()
            .filter(environment -> environment.computeEnvironmentName().equals(name))
            .findFirst()
            .orElse(null);
    if (found == null) {
      failWithMessage(
          "%nExpected compute environment %s, there is%n%s",
          name,
          all.isEmpty()
              ? "\n  none"
              : all.stream()
                  .map(it -> "\n  " + ComputeEnvironmentAssert.shown(it).replace("\n", "\n  "))
                  .collect(Collectors.joining()));
    }
    return new ComputeEnvironmentAssert(found);
  }

  private BatchClient batch() {
    isNotNull();
    return actual.journal().unrecorded(BatchClient.class);
  }

  private List<JobDetail> jobs() {
    BatchClient batch = batch();
    List<String> ids =
        batch.describeJobQueuesPaginator().jobQueues().stream()
            .flatMap(
                queue ->
                    JobStatus.knownValues().stream()
                        .flatMap(status -> ids(batch, queue.jobQueueArn(), status).stream()))
            .toList();
    List<JobDetail> jobs = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += DESCRIBED) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + DESCRIBED));
      jobs.addAll(batch.describeJobs(request -> request.jobs(some)).jobs());
    }
    return jobs;
  }

  private static List<String> ids(BatchClient batch, String queue, JobStatus status) {
    return batch
        .listJobsPaginator(request -> request.jobQueue(queue).jobStatus(status))
        .jobSummaryList()
        .stream()
        .map(JobSummary::jobId)
        .toList();
  }

  private static String shown(List<JobDetail> jobs) {
    String some =
        jobs.stream()
            .limit(SHOWN)
            .map(job -> "\n  " + JobStory.of(job).toString().replace("\n", "\n  "))
            .collect(Collectors.joining());
    return jobs.isEmpty()
        ? "\n  no job at all"
        : some + (jobs.size() > SHOWN ? "\n  and " + (jobs.size() - SHOWN) + " more" : "");
  }
}
