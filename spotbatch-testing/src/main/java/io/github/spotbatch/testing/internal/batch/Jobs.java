package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CancelJobRequest;
import software.amazon.awssdk.services.batch.model.CancelJobResponse;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobsResponse;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobResponse;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;
import software.amazon.awssdk.services.batch.model.TerminateJobResponse;

/** Submitted jobs until they wait for a place, and how they are stopped. */
final class Jobs {

  private static final int MAX_REASON = 1024;

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final SubmitRules rules;
  private final ShareRules shares;
  private final Map<String, Job> byId = new LinkedHashMap<>();
  private final Map<String, List<Job>> dependants = new LinkedHashMap<>();

  Jobs(FakeBatch batch, Scope scope) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.rules = new SubmitRules(scope.world());
    this.shares = new ShareRules(scope.world());
  }

  SubmitJobResponse submit(SubmitJobRequest request) {
    rules.check(request);
    batch.tags().check(request.tags());
    Queue queue = batch.queues().find(request.jobQueue());
    if (queue == null) {
      // The text is not known.
      throw Refusals.bare("Job queue " + request.jobQueue() + " does not exist");
    }
    if (queue.disabled()) {
      // The rule is documented; the text is not known.
      throw Refusals.bare("Job queue " + request.jobQueue() + " is not ENABLED");
    }
    JobDefinition definition = batch.definitions().forSubmission(request.jobDefinition());
    shares.check(queue, definition, request);
    for (JobDependency dependency : request.dependsOn()) {
      if (!byId.containsKey(dependency.jobId())) {
        // What AWS says to that is not known.
        throw Refusals.bare("Job " + dependency.jobId() + " does not exist");
      }
    }
    ContainerProperties container = SubmittedContainer.of(definition, request);
    rules.check(container);
    String id = world.uuid();
    Job job =
        new Job(
            id,
            "arn:aws:batch:%s:%s:job/%s".formatted(scope.region(), scope.account(), id),
            queue,
            definition,
            request,
            container,
            world.now());
    byId.put(id, job);
    world.after(world.takes(Step.JOB_SUBMITTED), () -> settle(job));
    return SubmitJobResponse.builder().jobId(id).jobName(job.name()).jobArn(job.arn()).build();
  }

  /** On to RUNNABLE, or to PENDING while jobs it depends on are unfinished. */
  private void settle(Job job) {
    if (!job.is(JobStatus.SUBMITTED)) {
      return;
    }
    List<Job> awaited = awaited(job);
    if (awaited.isEmpty()) {
      dependenciesEnded(job);
    } else {
      job.move(JobStatus.PENDING);
      awaited.forEach(
          other -> dependants.computeIfAbsent(other.id(), id -> new ArrayList<>()).add(job));
    }
  }

  private List<Job> awaited(Job job) {
    return dependencies(job).stream().filter(other -> !other.finished()).toList();
  }

  private List<Job> dependencies(Job job) {
    return job.request().dependsOn().stream()
        .map(dependency -> Objects.requireNonNull(byId.get(dependency.jobId())))
        .toList();
  }

  private void dependenciesEnded(Job job) {
    boolean failed = dependencies(job).stream().anyMatch(other -> other.is(JobStatus.FAILED));
    if (job.cancelled()) {
      end(job, JobStatus.FAILED, job.stopReason());
    } else if (failed) {
      end(job, JobStatus.FAILED, "Dependent Job failed");
    } else {
      batch.scheduler().enqueue(job, false);
    }
  }

  Collection<Job> all() {
    return byId.values();
  }

  /** Where every job's life ends; whoever depends on it goes on. */
  void end(Job job, JobStatus status, @Nullable String reason) {
    job.queue().runnable().remove(job);
    job.statusReason(reason);
    job.stopped(world.now());
    job.move(status);
    List<Job> waiting = dependants.remove(job.id());
    if (waiting != null) {
      waiting.stream()
          .filter(other -> other.is(JobStatus.PENDING) && awaited(other).isEmpty())
          .forEach(this::dependenciesEnded);
    }
  }

  CancelJobResponse cancel(CancelJobRequest request) {
    Job job = stoppable(request.jobId(), request.reason());
    if (job != null && job.is(JobStatus.PENDING)) {
      // Takes effect once the dependencies have ended.
      job.cancel(request.reason());
    } else if (job != null) {
      cancelWaiting(job, request.reason());
    }
    return CancelJobResponse.builder().build();
  }

  /** On a job that has a host already this does nothing, as on AWS. */
  void cancelWaiting(Job job, String reason) {
    if (job.is(JobStatus.SUBMITTED) || job.is(JobStatus.RUNNABLE)) {
      job.cancel(reason);
      end(job, JobStatus.FAILED, reason);
    }
  }

  TerminateJobResponse terminate(TerminateJobRequest request) {
    Job job = stoppable(request.jobId(), request.reason());
    if (job != null) {
      terminate(job, request.reason());
    }
    return TerminateJobResponse.builder().build();
  }

  private void terminate(Job job, String reason) {
    if (job.finished()) {
      return;
    }
    if (job.is(JobStatus.STARTING) || job.is(JobStatus.RUNNING)) {
      job.terminate(reason);
      batch.runs().terminate(job);
    } else {
      job.cancel(reason);
      end(job, JobStatus.FAILED, reason);
    }
  }

  void terminateAll(Queue queue, String reason) {
    byId.values().stream()
        .filter(job -> job.queue().equals(queue))
        .toList()
        .forEach(job -> terminate(job, reason));
  }

  /**
   * The job, unless it is unknown or has ended, in which case AWS's call succeeds without effect.
   */
  private @Nullable Job stoppable(@Nullable String id, @Nullable String reason) {
    if (id == null || reason == null || reason.length() > MAX_REASON) {
      throw Refusals.wrapped(world, "jobId and reason (at most 1024 characters) are required.");
    }
    Job job = byId.get(id);
    return job == null || job.finished() ? null : job;
  }

  /** By id or ARN; children are found by their parent's id and their index. */
  @Nullable Job find(String idOrArn) {
    return byId.get(idOrArn.substring(idOrArn.lastIndexOf('/') + 1));
  }

  DescribeJobsResponse describe(DescribeJobsRequest request) {
    if (request.jobs().size() > 100) {
      throw Refusals.wrapped(world, "Maximum number of jobs supported is  100");
    }
    return DescribeJobsResponse.builder()
        .jobs(
            request.jobs().stream()
                .distinct()
                .map(this::find)
                .filter(Objects::nonNull)
                .map(JobView::detail)
                .toList())
        .build();
  }
}
