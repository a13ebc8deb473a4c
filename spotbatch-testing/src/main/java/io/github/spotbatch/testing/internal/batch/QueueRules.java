package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitAction;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitActionsAction;

/** What Batch refuses at once when a job queue is created or changed. */
final class QueueRules {

  private static final Set<String> REASONS =
      Set.of(
          "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
          "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
          "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
          "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED");

  private final FakeBatch batch;
  private final World world;
  private final InstanceChoice instances;

  QueueRules(FakeBatch batch, World world, InstanceChoice instances) {
    this.batch = batch;
    this.world = world;
    this.instances = instances;
  }

  void check(CreateJobQueueRequest request) {
    String name = request.jobQueueName();
    if (name == null || !EnvironmentRules.NAME.matcher(name).matches()) {
      throw Refusals.bare("Job Queue name should match a valid pattern.");
    }
    if (request.schedulingPolicyArn() != null
        || request.hasServiceEnvironmentOrder()
        || request.jobQueueType() != null) {
      throw new UnsupportedOperationException(
          "spotbatch-testing does not model scheduling policies, service environments and typed"
              + " queues");
    }
    if (request.priority() == null) {
      throw Refusals.wrapped(world, "Priority is required.");
    }
    priority(request.priority());
    order(request.computeEnvironmentOrder());
    timeLimits(request.jobStateTimeLimitActions());
  }

  void priority(int priority) {
    // The bounds are those of the CloudFormation schema; the text is not known.
    if (priority < 0 || priority > 1000) {
      throw Refusals.bare("Priority must be between 0 and 1000.");
    }
  }

  void order(List<ComputeEnvironmentOrder> order) {
    if (order.isEmpty()) {
      throw Refusals.bare("computeEnvironmentOrder is required.");
    }
    if (order.size() > 3) {
      throw Refusals.bare("Only 3 environments are allowed in job queue request.");
    }
    Set<Environment> seen = new HashSet<>();
    Set<Integer> positions = new HashSet<>();
    for (ComputeEnvironmentOrder entry : order) {
      if (entry.order() == null) {
        throw Refusals.wrapped(world, "Compute Environment order is required.");
      }
      if (!seen.add(environment(entry.computeEnvironment()))) {
        throw Refusals.bare("Duplicate ComputeEnvironments within order list.");
      }
      if (!positions.add(entry.order())) {
        throw Refusals.bare("Duplicate ComputeEnvironment order values.");
      }
    }
    if (seen.stream().map(instances::architecture).distinct().count() > 1) {
      // The rule is documented; the text is not known.
      throw Refusals.bare("All attached Compute Environments must be of one architecture.");
    }
  }

  Environment environment(String nameOrArn) {
    Environment environment = batch.environments().find(nameOrArn);
    if (environment == null || environment.detail().status() != CEStatus.VALID) {
      throw Refusals.bare(
          "Compute Environments must be created and valid before attaching them to a job queue");
    }
    return environment;
  }

  void timeLimits(List<JobStateTimeLimitAction> limits) {
    Set<String> seen = new HashSet<>();
    for (JobStateTimeLimitAction limit : limits) {
      if (limit.action() != JobStateTimeLimitActionsAction.CANCEL) {
        throw Refusals.bare("Invalid job action. Valid job actions: [CANCEL]");
      }
      if (!REASONS.contains(limit.reason())
          || !"RUNNABLE".equals(limit.stateAsString())
          || limit.maxTimeSeconds() == null
          || limit.maxTimeSeconds() < 600
          || limit.maxTimeSeconds() > 86_400) {
        // The rule is documented; the text is not known.
        throw Refusals.bare("Invalid job state limit action.");
      }
      if (!seen.add(limit.reason())) {
        throw Refusals.bare("Duplicate job state limit actions are not allowed.");
      }
    }
  }
}
