package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueResponse;
import software.amazon.awssdk.services.batch.model.DeleteJobQueueRequest;
import software.amazon.awssdk.services.batch.model.DeleteJobQueueResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesResponse;
import software.amazon.awssdk.services.batch.model.GetJobQueueSnapshotRequest;
import software.amazon.awssdk.services.batch.model.GetJobQueueSnapshotResponse;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueResponse;

/** The life of job queues: CREATING, VALID, updated, and DELETING until gone. */
final class Queues {

  private static final int MAX_QUEUES = 50;

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final QueueRules rules;
  private final Map<String, Queue> byName = new LinkedHashMap<>();

  Queues(FakeBatch batch, Scope scope, InstanceChoice instances) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.rules = new QueueRules(batch, scope.world(), instances);
  }

  Collection<Queue> all() {
    return byName.values();
  }

  @Nullable Queue find(@Nullable String nameOrArn) {
    return byName.values().stream()
        .filter(queue -> nameOrArn != null && queue.answersTo(nameOrArn))
        .findFirst()
        .orElse(null);
  }

  /**
   * A queue that is being deleted counts until it is gone, and one that moved on for a little
   * while.
   */
  boolean anyAttachedTo(Environment environment) {
    boolean attached =
        byName.values().stream().anyMatch(queue -> queue.environments().contains(environment));
    boolean lately =
        environment.detachedAt() != null
            && world
                .now()
                .isBefore(environment.detachedAt().plus(world.takes(Step.RELATIONSHIP_LAG)));
    return attached || lately;
  }

  boolean anyWith(SchedulingPolicy policy) {
    return byName.values().stream().anyMatch(queue -> queue.has(policy));
  }

  CreateJobQueueResponse create(CreateJobQueueRequest request) {
    rules.check(request);
    batch.tags().check(request.tags());
    String name = request.jobQueueName();
    if (byName.containsKey(name)) {
      throw Refusals.bare("Object already exists");
    }
    if (byName.size() >= MAX_QUEUES) {
      // The quota is documented; the text is not known.
      throw Refusals.bare("At most 50 job queues are allowed.");
    }
    List<Environment> environments = inOrder(request.computeEnvironmentOrder());
    JobQueueDetail detail =
        JobQueueDetail.builder()
            .jobQueueName(name)
            .jobQueueArn(scope.arn("batch", "job-queue/" + name))
            .state(request.state() == null ? JQState.ENABLED : request.state())
            .priority(request.priority())
            .computeEnvironmentOrder(byArn(request.computeEnvironmentOrder()))
            .jobStateTimeLimitActions(request.jobStateTimeLimitActions())
            .schedulingPolicyArn(request.schedulingPolicyArn())
            .jobQueueType(QueueRules.type(environments.get(0)))
            .tags(request.tags())
            .build();
    Queue queue =
        new Queue(
            world, detail, environments, batch.policies().find(request.schedulingPolicyArn()));
    queue.status(JQStatus.CREATING);
    byName.put(name, queue);
    settleAfter(queue, Step.QUEUE_CREATING);
    return CreateJobQueueResponse.builder().jobQueueName(name).jobQueueArn(queue.arn()).build();
  }

  private List<ComputeEnvironmentOrder> byArn(List<ComputeEnvironmentOrder> order) {
    return order.stream()
        .map(
            entry ->
                entry.toBuilder()
                    .computeEnvironment(rules.environment(entry.computeEnvironment()).arn())
                    .build())
        .toList();
  }

  private List<Environment> inOrder(List<ComputeEnvironmentOrder> order) {
    return order.stream()
        .sorted(Comparator.comparing(ComputeEnvironmentOrder::order))
        .map(entry -> rules.environment(entry.computeEnvironment()))
        .toList();
  }

  private void settleAfter(Queue queue, Step step) {
    int change = queue.change();
    world.after(
        world.takes(step),
        () -> {
          if (queue.changes() == change) {
            queue.status(JQStatus.VALID);
            batch.scheduler().kick();
          }
        });
  }

  UpdateJobQueueResponse update(UpdateJobQueueRequest request) {
    Queue queue = find(request.jobQueue());
    if (queue == null || queue.detail().status() == JQStatus.DELETING) {
      throw Refusals.bare(request.jobQueue() + " does not exist");
    }
    JQStatus status = queue.detail().status();
    batch.refuseIfChanging(status == JQStatus.CREATING || status == JQStatus.UPDATING);
    rules.check(queue, request);
    JobQueueDetail.Builder changed = queue.detail().toBuilder();
    if (request.state() != null) {
      changed.state(request.state());
    }
    if (request.priority() != null) {
      changed.priority(request.priority());
    }
    if (request.hasJobStateTimeLimitActions()) {
      changed.jobStateTimeLimitActions(request.jobStateTimeLimitActions());
    }
    if (request.hasComputeEnvironmentOrder()) {
      List<Environment> environments = inOrder(request.computeEnvironmentOrder());
      changed
          .computeEnvironmentOrder(byArn(request.computeEnvironmentOrder()))
          .jobQueueType(QueueRules.type(environments.get(0)));
      moveTo(queue, environments);
    }
    if (request.schedulingPolicyArn() != null) {
      Objects.requireNonNull(queue.fairShare())
          .policy(batch.policies().existing(request.schedulingPolicyArn()));
      changed.schedulingPolicyArn(request.schedulingPolicyArn());
    }
    queue.detail(changed.build());
    queue.status(JQStatus.UPDATING);
    settleAfter(queue, Step.QUEUE_UPDATING);
    if (request.hasJobStateTimeLimitActions()) {
      batch.scheduler().blockedJobs().limitsChanged(queue);
    }
    return UpdateJobQueueResponse.builder()
        .jobQueueName(queue.name())
        .jobQueueArn(queue.arn())
        .build();
  }

  private void moveTo(Queue queue, List<Environment> environments) {
    queue.environments().stream()
        .filter(environment -> !environments.contains(environment))
        .forEach(environment -> environment.detached(world.now()));
    queue.environments(environments);
  }

  DeleteJobQueueResponse delete(DeleteJobQueueRequest request) {
    Queue queue = find(request.jobQueue());
    // Whether deleting an absent queue succeeds is not known; it is let pass.
    if (queue != null && queue.detail().status() != JQStatus.DELETING) {
      JQStatus status = queue.detail().status();
      if (status == JQStatus.UPDATING || status == JQStatus.CREATING) {
        throw Refusals.bare("Cannot delete, resource is being modified.");
      }
      if (!queue.disabled()) {
        // The text is not known.
        throw Refusals.bare("Cannot delete, job queue must be DISABLED.");
      }
      queue.change();
      queue.status(JQStatus.DELETING);
      batch.stoppedJobs().terminateAll(queue, "Job queue deleted");
      world.after(world.takes(Step.QUEUE_DELETING), () -> gone(queue));
    }
    return DeleteJobQueueResponse.builder().build();
  }

  private void gone(Queue queue) {
    byName.remove(queue.name());
    queue.tell("DELETING -> gone");
    queue.environments().forEach(environment -> environment.detached(world.now()));
  }

  DescribeJobQueuesResponse describe(DescribeJobQueuesRequest request) {
    if (!request.jobQueues().isEmpty() && request.maxResults() != null) {
      throw Refusals.wrapped(world, "JobQueues and MaxResults cannot both be set");
    }
    List<JobQueueDetail> found =
        byName.values().stream()
            .filter(
                queue ->
                    request.jobQueues().isEmpty()
                        || request.jobQueues().stream().anyMatch(queue::answersTo))
            .map(Queue::detail)
            .toList();
    Page<JobQueueDetail> page =
        Pages.of(
            found, JobQueueDetail::jobQueueName, request.nextToken(), request.maxResults(), 100);
    return DescribeJobQueuesResponse.builder()
        .jobQueues(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  GetJobQueueSnapshotResponse snapshot(GetJobQueueSnapshotRequest request) {
    Queue queue = find(request.jobQueue());
    if (queue == null) {
      throw Refusals.bare(request.jobQueue() + " does not exist");
    }
    return GetJobQueueSnapshotResponse.builder()
        .frontOfQueue(queue.snapshot().detail(world.now()))
        .build();
  }
}
