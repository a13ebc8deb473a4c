package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitAction;
import software.amazon.awssdk.services.batch.model.JobStatus;

/**
 * Says why the head of a queue does not run, and cancels it where the queue has a time limit for
 * that.
 */
final class BlockedJobs {

  private final FakeBatch batch;
  private final World world;
  private final InstanceChoice choice;

  BlockedJobs(FakeBatch batch, World world, InstanceChoice choice) {
    this.batch = batch;
    this.world = world;
    this.choice = choice;
  }

  void consider(Queue queue, Job head) {
    if (!head.is(JobStatus.RUNNABLE) || reasonFor(queue, head) == null) {
      head.blockedSince(null);
      return;
    }
    if (head.blockedSince() == null) {
      Instant since = world.now();
      head.blockedSince(since);
      world.after(world.takes(Step.BLOCKED_NOTICE), () -> tell(queue, head, since));
      for (JobStateTimeLimitAction limit : queue.detail().jobStateTimeLimitActions()) {
        world.after(
            Duration.ofSeconds(limit.maxTimeSeconds()),
            () -> cancel(queue, head, since, limit.reason()));
      }
    }
  }

  private void tell(Queue queue, Job head, Instant since) {
    String reason = stillBlocked(queue, head, since);
    if (reason != null) {
      head.statusReason(reason);
    }
  }

  private void cancel(Queue queue, Job head, Instant since, String limited) {
    String reason = stillBlocked(queue, head, since);
    if (reason != null && reason.startsWith(limited)) {
      batch
          .stoppedJobs()
          .cancelWaiting(head, "Canceled by JobStateTimeLimit action due to reason: " + limited);
    }
  }

  /** The reason now, or null if the job was free in between. */
  private @Nullable String stillBlocked(Queue queue, Job head, Instant since) {
    boolean still = head.is(JobStatus.RUNNABLE) && since.equals(head.blockedSince());
    return still ? reasonFor(queue, head) : null;
  }

  private @Nullable String reasonFor(Queue queue, Job job) {
    List<Environment> usable = queue.environments().stream().filter(Environment::usable).toList();
    if (usable.isEmpty()) {
      boolean invalid =
          queue.environments().stream()
              .anyMatch(environment -> environment.detail().status() == CEStatus.INVALID);
      return invalid
          ? "ACTION_REQUIRED - CE(s) associated with the job queue are invalid."
          : "UNDETERMINED - Batch job is blocked, root cause is undetermined.";
    }
    List<Environment> onInstances = usable.stream().filter(Environment::onInstances).toList();
    if (onInstances.isEmpty()) {
      return withoutInstances(usable, job);
    }
    List<Environment> holding =
        onInstances.stream().filter(it -> !choice.holding(it, job).isEmpty()).toList();
    if (holding.isEmpty()) {
      return "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement"
          + " (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job"
          + " queue.";
    }
    List<InstanceType> largeEnough =
        holding.stream()
            .flatMap(it -> choice.holding(it, job).stream().filter(it::mayEverLaunch))
            .toList();
    if (largeEnough.isEmpty()) {
      return "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job"
          + " queue cannot meet the CPU requirement of the job.";
    }
    if (holding.stream().allMatch(it -> choice.pick(it, job, job.vcpus()) == null)) {
      return "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity"
          + " requested for instance type ["
          + largeEnough.get(0).name()
          + "]";
    }
    return null;
  }

  /** Fargate makes room for every job that its maximum allows; what others do is not known. */
  private static @Nullable String withoutInstances(List<Environment> usable, Job job) {
    if (usable.stream().noneMatch(Environment::onFargate)) {
      return "UNDETERMINED - Batch job is blocked, root cause is undetermined.";
    }
    boolean large = usable.stream().allMatch(it -> it.maxVcpus() < job.vcpus());
    return large
        ? "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue"
            + " cannot meet the CPU requirement of the job."
        : null;
  }
}
