package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JobQueueType;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitAction;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitActionsAction;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;

/** What Batch refuses at once when a job queue is created or changed. */
final class QueueRules {

  private static final Pattern POLICY_ARN =
      Pattern.compile("arn:[^:]+:batch:[^:]+:\\d{12}:scheduling-policy/.+");
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
    if (request.priority() == null) {
      throw Refusals.wrapped(world, "Priority is required.");
    }
    priority(request.priority());
    state(request.state());
    environments(request);
    type(request);
    timeLimits(request.jobStateTimeLimitActions());
    if (request.schedulingPolicyArn() != null) {
      policy(request.schedulingPolicyArn());
    }
  }

  private void environments(CreateJobQueueRequest request) {
    boolean service = request.hasServiceEnvironmentOrder();
    if (service && request.hasComputeEnvironmentOrder()) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(
          world, "computeEnvironmentOrder and serviceEnvironmentOrder cannot both be set.");
    }
    if (request.jobQueueType() == JobQueueType.SAGEMAKER_TRAINING && !service) {
      throw Refusals.bare(
          "Job queues of type SAGEMAKER_TRAINING must have serviceEnvironmentOrder.");
    }
    if (service) {
      throw Parameters.unsupported(request, "parameter", "serviceEnvironmentOrder");
    }
    order(request.computeEnvironmentOrder());
  }

  /** A queue's type follows from its environments; one that is given must agree. */
  private void type(CreateJobQueueRequest request) {
    String given = request.jobQueueTypeAsString();
    if (given == null) {
      return;
    }
    String actual =
        type(environment(request.computeEnvironmentOrder().get(0).computeEnvironment())).toString();
    if (given.equals("EKS") && !actual.equals("EKS")) {
      throw Refusals.bare("EKS job queue type must have EKS compute environment.");
    }
    if (!given.equals(actual)) {
      // The text is extrapolated from that of EKS.
      throw Refusals.bare(
          "%s job queue type must have %s compute environment.".formatted(given, given));
    }
  }

  static JobQueueType type(Environment environment) {
    return environment.onFargate() ? JobQueueType.ECS_FARGATE : JobQueueType.ECS;
  }

  private void policy(String arn) {
    if (!POLICY_ARN.matcher(arn).matches()) {
      throw Refusals.bare("Only scheduling policy Arn can be allowed.");
    }
    batch.policies().existing(arn);
  }

  void check(Queue queue, UpdateJobQueueRequest request) {
    if (request.hasServiceEnvironmentOrder()) {
      throw Parameters.unsupported(request, "parameter", "serviceEnvironmentOrder");
    }
    if (request.priority() != null) {
      priority(request.priority());
    }
    state(request.state());
    if (request.hasComputeEnvironmentOrder()) {
      order(request.computeEnvironmentOrder());
    }
    timeLimits(request.jobStateTimeLimitActions());
    if (request.schedulingPolicyArn() != null) {
      changedPolicy(queue, request.schedulingPolicyArn());
    }
  }

  /** A queue keeps its kind: one policy may follow another, and nothing else. */
  private void changedPolicy(Queue queue, String arn) {
    // The rules are documented; the texts of these two are not known.
    if (queue.fairShare() == null) {
      throw Refusals.bare("A scheduling policy cannot be added to a job queue.");
    }
    if (arn.isEmpty()) {
      throw Refusals.bare("A scheduling policy cannot be removed from a job queue.");
    }
    policy(arn);
  }

  private void priority(int priority) {
    // The bounds are those of the CloudFormation schema; the text is not known.
    if (priority < 0 || priority > 1000) {
      throw Refusals.bare("Priority must be between 0 and 1000.");
    }
  }

  private void state(@Nullable JQState state) {
    if (state == JQState.UNKNOWN_TO_SDK_VERSION) {
      // The two values are documented; the text is not known.
      throw Refusals.wrapped(world, "Job Queue state is not valid.");
    }
  }

  private void order(List<ComputeEnvironmentOrder> order) {
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
    if (seen.stream().map(Environment::onFargate).distinct().count() > 1) {
      throw Refusals.bare(
          "All attached Compute Environments must be of types [EC2, SPOT] or types [FARGATE_SPOT,"
              + " FARGATE] or types [ECS_MANAGED_INSTANCES], not mixed.");
    }
    if (seen.stream().flatMap(it -> instances.architecture(it).stream()).distinct().count() > 1) {
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

  private void timeLimits(List<JobStateTimeLimitAction> limits) {
    Set<String> seen = new HashSet<>();
    for (JobStateTimeLimitAction limit : limits) {
      if (limit.action() != JobStateTimeLimitActionsAction.CANCEL) {
        throw Refusals.bare("Invalid job action. Valid job actions: [CANCEL]");
      }
      if (limit.reason() == null
          || !REASONS.contains(limit.reason())
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
