package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdatePolicy;

/**
 * Updates of compute environments: those that change numbers only, and those that replace the
 * instances. An update during another is let pass unless the world is told to refuse it, and the
 * last one counts.
 */
final class EnvironmentUpdates {

  private static final UpdatePolicy USUAL_POLICY =
      UpdatePolicy.builder().terminateJobsOnUpdate(false).jobExecutionTimeoutMinutes(30L).build();
  private static final int MAX_TIMEOUT_MINUTES = 7200;

  private final FakeBatch batch;
  private final World world;
  private final EnvironmentRules rules;
  private final InstanceChoice instances;

  EnvironmentUpdates(
      FakeBatch batch, World world, EnvironmentRules rules, InstanceChoice instances) {
    this.batch = batch;
    this.world = world;
    this.rules = rules;
    this.instances = instances;
  }

  /** Checks and carries out an update, and says how long it takes. */
  Step apply(Environment environment, UpdateComputeEnvironmentRequest request) {
    ComputeEnvironmentDetail now = environment.detail();
    ComputeEnvironmentDetail.Builder changed = now.toBuilder();
    if (request.state() != null) {
      changed.state(state(request));
    }
    if (!isEmpty(request.serviceRole())) {
      changed.serviceRole(serviceRole(now.serviceRole(), request.serviceRole()));
    }
    if (request.unmanagedvCpus() != null) {
      changed.unmanagedvCpus(unmanagedVcpus(now, request.unmanagedvCpus()));
    }
    if (request.updatePolicy() != null) {
      changed.updatePolicy(policy(now.updatePolicy(), request.updatePolicy()));
    }
    if (request.context() != null) {
      changed.context(request.context());
    }
    ComputeResourceUpdate update = request.computeResources();
    boolean replacing =
        update != null && environment.onInstances() && !UpdatedResources.isScaling(update);
    if (update != null) {
      changed.computeResources(resources(environment, update));
      environment.request(update.desiredvCpus() == null ? 0 : update.desiredvCpus());
    }
    environment.detail(changed.build());
    environment.status(CEStatus.UPDATING, now.statusReason());
    if (replacing) {
      boolean latestImages = Boolean.TRUE.equals(update.updateToLatestImageVersion());
      environment.settings(
          environment
              .settings()
              .updated(instances, environment.detail().computeResources(), latestImages));
      batch.fleet().replaceAll(environment, patience(environment.detail().updatePolicy()));
    }
    return replacing ? Step.ENVIRONMENT_REPLACING : Step.ENVIRONMENT_UPDATING;
  }

  private CEState state(UpdateComputeEnvironmentRequest request) {
    if (request.state() == CEState.UNKNOWN_TO_SDK_VERSION) {
      // The two values are documented; the text is not known.
      throw Refusals.wrapped(world, "Compute Environment state is not valid.");
    }
    return request.state();
  }

  private static String serviceRole(String now, String wanted) {
    if (EnvironmentHealth.isServiceLinked(now) != EnvironmentHealth.isServiceLinked(wanted)) {
      // The rule is documented; the text is not known.
      throw Refusals.bare(
          "Cannot change between a service-linked role and another service role of a compute"
              + " environment.");
    }
    return wanted;
  }

  private static int unmanagedVcpus(ComputeEnvironmentDetail now, int wanted) {
    if (now.type() != CEType.UNMANAGED) {
      throw Refusals.bare("unmanagedvCpus is not applicable for managed Compute Environment.");
    }
    return wanted;
  }

  private UpdatePolicy policy(@Nullable UpdatePolicy now, UpdatePolicy wanted) {
    UpdatePolicy before = now == null ? USUAL_POLICY : now;
    Long timeout = wanted.jobExecutionTimeoutMinutes();
    if (timeout != null && (timeout < 1 || timeout > MAX_TIMEOUT_MINUTES)) {
      // The bounds are documented; the text is not known.
      throw Refusals.wrapped(world, "jobExecutionTimeoutMinutes should be between 1 and 7200.");
    }
    return UpdatePolicy.builder()
        .terminateJobsOnUpdate(
            Objects.requireNonNullElse(
                wanted.terminateJobsOnUpdate(), before.terminateJobsOnUpdate()))
        .jobExecutionTimeoutMinutes(
            Objects.requireNonNullElse(timeout, before.jobExecutionTimeoutMinutes()))
        .build();
  }

  /** How long jobs may go on that run on instances which are to be replaced. */
  private static Duration patience(@Nullable UpdatePolicy policy) {
    UpdatePolicy counting = policy == null ? USUAL_POLICY : policy;
    return counting.terminateJobsOnUpdate()
        ? Duration.ZERO
        : Duration.ofMinutes(counting.jobExecutionTimeoutMinutes());
  }

  private ComputeResource resources(Environment environment, ComputeResourceUpdate update) {
    if (UpdatedResources.isEmptyUpdate(update)) {
      throw Refusals.bare("At least one compute-resources attribute must be specified");
    }
    if (environment.detail().type() == CEType.UNMANAGED) {
      // That these have no resources is documented; the text is not known.
      throw Refusals.bare("computeResources is not applicable for unmanaged Compute Environment.");
    }
    if (environment.onFargate()) {
      FargateRules.checkUpdate(environment.detail().computeResources(), update);
    } else if (!UpdatedResources.isScaling(update)) {
      replaceable(environment);
      onInstances(update);
    }
    Integer desired = update.desiredvCpus();
    if (desired != null && desired < environment.desiredVcpus()) {
      throw Refusals.bare(
          "Manually scaling down compute environment is not supported. Disconnecting job queues"
              + " from compute environment will cause it to scale-down to minvCpus.");
    }
    ComputeResource changed = UpdatedResources.of(environment.detail().computeResources(), update);
    // Whether maxvCpus may go below what runs is reported both ways; it is let pass.
    rules.resources(changed);
    return changed;
  }

  /** Instances are replaced in place only by Batch's own role, and not under BEST_FIT. */
  private static void replaceable(Environment environment) {
    boolean ownRole = EnvironmentHealth.isServiceLinked(environment.detail().serviceRole());
    if (!ownRole || environment.strategy().equals(StrategyRules.BEST_FIT)) {
      // The rule is documented; the text is not known.
      throw Refusals.bare(
          "Infrastructure updates of a compute environment require the service-linked role and an"
              + " allocation strategy other than BEST_FIT.");
    }
  }

  private void onInstances(ComputeResourceUpdate update) {
    if (FargateRules.isFargate(update.type())) {
      // That instances cannot become Fargate is documented; the text is not known.
      throw Refusals.bare("Compute resource type can only be changed between EC2 and SPOT.");
    }
    if (StrategyRules.BEST_FIT.equals(update.allocationStrategyAsString())) {
      // The list is documented; the text for what is not on it is not known.
      throw Refusals.wrapped(
          world, "Invalid compute resource allocation strategy BEST_FIT for an update");
    }
  }
}
