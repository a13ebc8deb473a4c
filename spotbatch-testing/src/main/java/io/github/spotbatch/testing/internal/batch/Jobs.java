package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.DescribeJobsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobsResponse;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobResponse;

/** All jobs from their submission until some days after their end. */
final class Jobs {

  private static final Pattern ID =
      Pattern.compile("(?:arn:.*/)?(?<id>[^:/]+)(?::(?<index>\\d{1,5}))?");

  private final FakeBatch batch;
  private final World world;
  private final SubmitRules rules;
  private final ShareRules shares;
  private final Dependencies dependencies;
  private final JobNotices notices;
  private final String arnPrefix;
  private final Map<String, Job> byId = new LinkedHashMap<>();
  private final Deque<Job> finished = new ArrayDeque<>();
  private long submitted;

  Jobs(FakeBatch batch, Scope scope) {
    this.batch = batch;
    this.world = scope.world();
    this.rules = new SubmitRules(world);
    this.shares = new ShareRules(world);
    this.dependencies = new Dependencies(batch);
    this.notices = new JobNotices(scope);
    this.arnPrefix = scope.arn("batch", "job/");
  }

  JobNotices notices() {
    return notices;
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
    rules.platform(queue, definition);
    Runnability.check(definition, request);
    dependencies.check(request);
    ContainerProperties container = SubmittedContainer.of(definition, request);
    if (request.containerOverrides() != null) {
      rules.check(container, definition);
    }
    Runnability.check(container, request);
    forget();
    Job job =
        job(new Submission(queue, definition, request, container, world.now(), notices), request);
    byId.put(job.id(), job);
    notices.submitted(job);
    world.after(world.takes(Step.JOB_SUBMITTED), () -> dependencies.settle(job));
    return SubmitJobResponse.builder()
        .jobId(job.id())
        .jobName(job.name())
        .jobArn(job.arn())
        .build();
  }

  private Job job(Submission submission, SubmitJobRequest request) {
    String id = world.uuid();
    return request.arrayProperties() == null
        ? Job.single(submission, id, arnPrefix, ++submitted)
        : Job.array(submission, id, arnPrefix, ++submitted, request.arrayProperties().size());
  }

  /** All but children of arrays. */
  Collection<Job> all() {
    return byId.values();
  }

  /**
   * Where every job's life ends; whoever depends on it goes on, and an array with its last child.
   */
  void end(Job job, JobStatus status, @Nullable String reason) {
    if (job.is(JobStatus.RUNNABLE)) {
      job.queue().runnable().remove(job);
    }
    job.statusReason(reason);
    job.stopped(world.now());
    job.move(status);
    JobArray siblings = job.siblings();
    if (siblings == null) {
      finished.add(job);
      forget();
    } else if (siblings.finished()) {
      end(siblings);
    }
    dependencies.ended(job);
  }

  private void end(JobArray array) {
    Job parent = array.parent();
    if (array.count(JobStatus.FAILED) == 0) {
      end(parent, JobStatus.SUCCEEDED, null);
    } else {
      String stopReason = parent.stopReason();
      end(parent, JobStatus.FAILED, stopReason != null ? stopReason : "Array Child Job failed");
    }
  }

  /**
   * Drops what ended long ago. An event for each would make {@code runUntilIdle} go on for days, so
   * this is done whenever somebody looks.
   */
  void forget() {
    Instant oldest = world.now().minus(world.takes(Step.JOB_RETENTION));
    for (Job job = finished.peek(); job != null; job = finished.peek()) {
      if (!Objects.requireNonNull(job.stoppedAt()).isBefore(oldest)) {
        return;
      }
      finished.remove();
      byId.remove(job.id());
      job.queue().remove(job);
    }
  }

  /** A job or a child of an array by its id or ARN. */
  @Nullable Job find(@Nullable String idOrArn) {
    Job known = idOrArn == null ? null : byId.get(idOrArn);
    if (known != null) {
      return known;
    }
    Matcher id = ID.matcher(idOrArn == null ? "" : idOrArn);
    Job job = id.matches() ? byId.get(id.group("id")) : null;
    if (job == null || id.group("index") == null) {
      return job;
    }
    int index = Integer.parseInt(id.group("index"));
    JobArray array = job.array();
    return array != null && index < array.size() ? array.children().get(index) : null;
  }

  DescribeJobsResponse describe(DescribeJobsRequest request) {
    if (!request.hasJobs()) {
      // The text is not known.
      throw Refusals.wrapped(world, "Jobs are required.");
    }
    if (request.jobs().size() > 100) {
      throw Refusals.wrapped(world, "Maximum number of jobs supported is  100");
    }
    forget();
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
