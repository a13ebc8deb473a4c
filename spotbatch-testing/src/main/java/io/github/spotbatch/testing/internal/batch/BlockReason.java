package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.ec2.InstanceType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEStatus;

/** Why the head of a queue cannot run, in Batch's words. */
final class BlockReason {

  private static final String INVALID =
      "ACTION_REQUIRED - CE(s) associated with the job queue are invalid.";
  private static final String ROLE =
      "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch service role has a permission issue.";
  private static final String UNDETERMINED =
      "UNDETERMINED - Batch job is blocked, root cause is undetermined.";
  private static final String REQUIREMENT =
      "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU)"
          + " is higher than that can be met by the CE(s) attached to the job queue.";
  private static final String MAX_RESOURCE =
      "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue"
          + " cannot meet the CPU requirement of the job.";
  private static final String UNSUPPORTED =
      "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - Your compute environment"
          + " associated with this job queue has an unsupported instance type configuration.";
  private static final String CAPACITY =
      "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested for"
          + " instance type [%s]";

  private final InstanceChoice choice;

  BlockReason(InstanceChoice choice) {
    this.choice = choice;
  }

  /** Null if nothing but time is in the job's way. */
  @Nullable String of(Queue queue, Job job) {
    List<Environment> usable = queue.environments().stream().filter(Environment::usable).toList();
    if (usable.isEmpty()) {
      return ofNoneUsable(queue.environments());
    }
    if (usable.stream().anyMatch(Environment::onInstances)) {
      return ofInstances(usable.stream().filter(Environment::onInstances).toList(), job);
    }
    return usable.stream().anyMatch(Environment::onFargate) ? ofFargate(usable, job) : UNDETERMINED;
  }

  /** A permission that the service role lacks is told apart from all other faults. */
  private static String ofNoneUsable(List<Environment> environments) {
    List<Environment> invalid =
        environments.stream().filter(it -> it.detail().status() == CEStatus.INVALID).toList();
    if (invalid.isEmpty()) {
      return UNDETERMINED;
    }
    boolean permission =
        invalid.stream()
            .allMatch(it -> it.detail().statusReason().contains("is not authorized to perform"));
    return permission ? ROLE : INVALID;
  }

  private @Nullable String ofInstances(List<Environment> usable, Job job) {
    List<Environment> holding =
        usable.stream().filter(it -> !choice.holding(it, job).isEmpty()).toList();
    if (holding.isEmpty()) {
      return REQUIREMENT;
    }
    boolean tooSmall =
        holding.stream()
            .noneMatch(it -> choice.holding(it, job).stream().anyMatch(it::mayEverLaunch));
    if (tooSmall) {
      return MAX_RESOURCE;
    }
    Optional<InstanceType> supported =
        holding.stream().flatMap(it -> launchable(it, job)).findFirst();
    if (supported.isEmpty()) {
      return UNSUPPORTED;
    }
    boolean noPool = holding.stream().allMatch(it -> choice.pick(it, job, job.vcpus()) == null);
    return noPool ? CAPACITY.formatted(supported.get().name()) : null;
  }

  private Stream<InstanceType> launchable(Environment environment, Job job) {
    return choice.holding(environment, job).stream()
        .filter(environment::mayEverLaunch)
        .filter(type -> choice.supported(environment, type));
  }

  /** Fargate makes room for every job that its maximum allows. */
  private static @Nullable String ofFargate(List<Environment> usable, Job job) {
    boolean large = usable.stream().allMatch(it -> it.maxVcpus() < job.vcpus());
    return large ? MAX_RESOURCE : null;
  }
}
