package io.github.spotbatch.internal.provision;

import io.github.spotbatch.AffectedJob;
import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.UpdateClass;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.job.JobState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;

/**
 * Finds the jobs that steps would stop. Which environment a job runs in shows only in the cluster
 * of its container instance. Nothing is read where no step makes instances go.
 */
final class RunningJobs {

  private final Session session;
  private final Ownership ownership;

  RunningJobs(Session session, Ownership ownership) {
    this.session = session;
    this.ownership = ownership;
  }

  /** The same steps, each with the jobs that it would stop. */
  CompletableFuture<List<PlannedStep>> within(List<PlannedStep> steps) {
    List<String> stopping =
        steps.stream().flatMap(step -> stopping(step).stream()).map(AwsResource::awsName).toList();
    return stopping.isEmpty()
        ? CompletableFuture.completedFuture(steps)
        : session
            .waiter()
            .once(() -> read(stopping))
            .thenApply(jobs -> steps.stream().map(step -> within(step, jobs)).toList());
  }

  private static PlannedStep within(PlannedStep step, Map<String, List<AffectedJob>> jobs) {
    return stopping(step).stream()
        .findFirst()
        .map(environment -> step.stopping(jobs.getOrDefault(environment.awsName(), List.of())))
        .orElse(step);
  }

  /** The environment whose instances go. */
  private static List<AwsResource> stopping(PlannedStep step) {
    AwsResource there = step.there();
    boolean goes = step.type() == Type.DELETE || step.updateClass() == UpdateClass.INFRASTRUCTURE;
    return there != null && there.kind() == ResourceKind.COMPUTE_ENVIRONMENT && goes
        ? List.of(there)
        : List.of();
  }

  /**
   * The jobs that have started in environments, by the environments' names; read on this thread.
   */
  Map<String, List<AffectedJob>> read(List<String> names) {
    List<ComputeEnvironmentDetail> environments = environments(names);
    Map<String, String> byCluster = new HashMap<>();
    Set<String> arns = new HashSet<>();
    for (ComputeEnvironmentDetail environment : environments) {
      arns.add(environment.computeEnvironmentArn());
      if (environment.ecsClusterArn() != null) {
        byCluster.put(
            afterSlash(environment.ecsClusterArn()), environment.computeEnvironmentName());
      }
    }
    Map<String, List<AffectedJob>> jobs = new HashMap<>();
    for (JobQueueDetail queue : queuesOf(arns)) {
      for (JobDetail job : describe(started(queue))) {
        String environment = byCluster.get(cluster(job));
        if (environment != null) {
          jobs.computeIfAbsent(environment, name -> new ArrayList<>()).add(affected(job, queue));
        }
      }
    }
    return jobs;
  }

  private static AffectedJob affected(JobDetail job, JobQueueDetail queue) {
    return new AffectedJob(
        job.jobId(), job.jobName(), queue.jobQueueName(), JobState.valueOf(job.statusAsString()));
  }

  /** Empty if it has no instance yet, or none that can be named. */
  private static String cluster(JobDetail job) {
    String instance = job.container() == null ? null : job.container().containerInstanceArn();
    // As in arn:aws:ecs:us-east-1:123456789012:container-instance/the-cluster/the-instance.
    String[] parts = instance == null ? new String[0] : instance.split("/", -1);
    return parts.length == 3 ? parts[1] : "";
  }

  private static String afterSlash(String arn) {
    return arn.substring(arn.indexOf('/') + 1);
  }

  private List<ComputeEnvironmentDetail> environments(List<String> names) {
    DescribeComputeEnvironmentsRequest request =
        DescribeComputeEnvironmentsRequest.builder().computeEnvironments(names).build();
    return session
        .calls()
        .pages(
            request,
            batch()::describeComputeEnvironments,
            (last, page) ->
                page.nextToken() == null ? null : last.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.computeEnvironments().stream())
        .toList();
  }

  /**
   * The stack's own, which may have left an environment before their jobs do, and queues of others,
   * whose jobs stop as well.
   */
  private List<JobQueueDetail> queuesOf(Set<String> environmentArns) {
    return session
        .calls()
        .pages(
            DescribeJobQueuesRequest.builder().build(),
            batch()::describeJobQueues,
            (last, page) ->
                page.nextToken() == null ? null : last.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.jobQueues().stream())
        .filter(queue -> isOwned(queue) || usesAny(queue, environmentArns))
        .toList();
  }

  private boolean isOwned(JobQueueDetail queue) {
    return ownership
        .check(ResourceKind.JOB_QUEUE, queue.tags(), queue.jobQueueName(), queue.jobQueueArn())
        .isPresent();
  }

  private static boolean usesAny(JobQueueDetail queue, Set<String> environmentArns) {
    return queue.computeEnvironmentOrder().stream()
        .anyMatch(order -> environmentArns.contains(order.computeEnvironment()));
  }

  /** The ids of the jobs that may have an instance; an array waits while its children run. */
  private List<String> started(JobQueueDetail queue) {
    List<String> started = new ArrayList<>();
    ListJobsRequest all = ListJobsRequest.builder().jobQueue(queue.jobQueueArn()).build();
    for (JobSummary job : list(all, JobStatus.PENDING, JobStatus.STARTING, JobStatus.RUNNING)) {
      if (job.arrayProperties() != null && job.arrayProperties().size() != null) {
        ListJobsRequest children = ListJobsRequest.builder().arrayJobId(job.jobId()).build();
        list(children, JobStatus.STARTING, JobStatus.RUNNING)
            .forEach(child -> started.add(child.jobId()));
      } else if (job.status() != JobStatus.PENDING) {
        started.add(job.jobId());
      }
    }
    return started;
  }

  private List<JobSummary> list(ListJobsRequest request, JobStatus... statuses) {
    return Stream.of(statuses)
        .flatMap(
            status ->
                session
                    .calls()
                    .pages(
                        request.copy(r -> r.jobStatus(status)),
                        batch()::listJobs,
                        (last, page) ->
                            page.nextToken() == null
                                ? null
                                : last.copy(b -> b.nextToken(page.nextToken())))
                    .stream())
        .flatMap(page -> page.jobSummaryList().stream())
        .toList();
  }

  private List<JobDetail> describe(List<String> ids) {
    return JobDetails.read(session, ids).stream()
        .filter(job -> job.status() == JobStatus.STARTING || job.status() == JobStatus.RUNNING)
        .toList();
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
