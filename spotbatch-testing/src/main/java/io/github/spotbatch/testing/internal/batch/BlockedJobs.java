package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
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

  BlockedJobs(FakeBatch batch, Scope scope) {
    this.batch = batch;
    this.world = scope.world();
    this.choice = new InstanceChoice(scope.ec2().instanceTypes());
  }

  void consider(Queue queue, Job head) {
    String reason = head.blocked() || !head.is(JobStatus.RUNNABLE) ? null : reasonFor(queue, head);
    if (reason != null) {
      head.blocked(true);
      world.after(world.takes(Step.BLOCKED_NOTICE), () -> tell(queue, head));
      for (JobStateTimeLimitAction limit : queue.detail().jobStateTimeLimitActions()) {
        world.after(
            Duration.ofSeconds(limit.maxTimeSeconds()), () -> cancel(queue, head, limit.reason()));
      }
    }
  }

  private void tell(Queue queue, Job head) {
    if (head.is(JobStatus.RUNNABLE)) {
      String reason = reasonFor(queue, head);
      head.statusReason(reason);
      head.blocked(reason != null);
    }
  }

  private void cancel(Queue queue, Job head, String limited) {
    String reason = head.is(JobStatus.RUNNABLE) ? reasonFor(queue, head) : null;
    if (reason != null && reason.startsWith(limited)) {
      batch
          .jobs()
          .cancelWaiting(head, "Canceled by JobStateTimeLimit action due to reason: " + limited);
    }
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
    if (usable.stream().noneMatch(environment -> choice.couldHold(environment, job))) {
      return "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement"
          + " (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job"
          + " queue.";
    }
    if (usable.stream().noneMatch(environment -> environment.maxVcpus() >= job.vcpus())) {
      return "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job"
          + " queue cannot meet the CPU requirement of the job.";
    }
    List<Environment> withPool =
        usable.stream()
            .filter(environment -> choice.pick(environment, job, job.vcpus()) != null)
            .toList();
    if (withPool.isEmpty()) {
      return "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity"
          + " requested for instance type ["
          + usable.get(0).detail().computeResources().instanceTypes().get(0)
          + "]";
    }
    return null;
  }
}
