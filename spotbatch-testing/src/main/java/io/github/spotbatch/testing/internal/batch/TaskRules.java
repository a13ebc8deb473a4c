package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.EcsProperties;
import software.amazon.awssdk.services.batch.model.EcsTaskProperties;
import software.amazon.awssdk.services.batch.model.LogDriver;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.TaskContainerDependency;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;

/** What a task of several containers may be. */
final class TaskRules {

  private static final int MAX_CONTAINERS = 10;
  private static final Set<String> CONDITIONS = Set.of("START", "COMPLETE", "SUCCESS");
  private static final Set<String> IPC_MODES = Set.of("host", "task", "none");
  private static final Set<String> PID_MODES = Set.of("host", "task");

  private final World world;
  private final ContainerRules containers;
  private final PlatformRules platform;
  private final RequirementRules requirements;
  private final VolumeRules volumes;

  TaskRules(World world) {
    this.world = world;
    this.containers = new ContainerRules(world);
    this.platform = new PlatformRules(world);
    this.requirements = new RequirementRules(world);
    this.volumes = new VolumeRules(world);
  }

  void check(EcsProperties ecs, boolean fargate) {
    // That there is one is documented; the text is not known.
    Refusals.wrappedIf(
        world, ecs.taskProperties().size() != 1, "Exactly 1 taskProperties must be provided.");
    check(ecs.taskProperties().get(0), fargate);
  }

  private void check(EcsTaskProperties task, boolean fargate) {
    List<TaskContainerProperties> all = task.containers();
    Refusals.wrappedIf(
        world,
        all.isEmpty() || all.size() > MAX_CONTAINERS,
        "Number of containers must be between 1 and 10");
    all.forEach(container -> containers.check(container, fargate));
    Refusals.wrappedIf(
        world,
        all.stream().noneMatch(TaskRules::essential),
        "At least one container must be set as essential");
    dependencies(all);
    resources(all, fargate);
    modes(task);
    firelens(all);
    boolean secrets =
        all.stream()
            .anyMatch(it -> it.hasSecrets() || ContainerRules.hasSecrets(it.logConfiguration()));
    platform.executionRole(task.executionRoleArn(), fargate, secrets);
    platform.fargateOnly("networkConfiguration", task.networkConfiguration() != null, fargate);
    platform.fargateOnly("platformVersion", task.platformVersion() != null, fargate);
    platform.storage(task.ephemeralStorage(), fargate);
    platform.runtime(task.runtimePlatform(), sum(all, ResourceType.VCPU), fargate);
    volumes.check(task.volumes(), fargate, task.platformVersion());
  }

  /** Unless it is said otherwise. */
  static boolean essential(TaskContainerProperties container) {
    return !Boolean.FALSE.equals(container.essential());
  }

  private void dependencies(List<TaskContainerProperties> all) {
    Map<String, TaskContainerProperties> byName = new HashMap<>();
    for (TaskContainerProperties container : all) {
      // Only several containers need names.
      Refusals.wrappedIf(
          world,
          all.size() > 1 && byName.put(container.name(), container) != null,
          "The container name: %s must be unique in multi-container job."
              .formatted(container.name()));
    }
    for (TaskContainerProperties container : all) {
      Refusals.wrappedIf(
          world,
          all.size() == 1 && container.hasDependsOn(),
          "Container dependency can not be used in a single-container job.");
      container.dependsOn().forEach(dependency -> dependency(dependency, byName));
    }
  }

  private void dependency(
      TaskContainerDependency dependency, Map<String, TaskContainerProperties> byName) {
    String condition = dependency.condition();
    Refusals.wrappedIf(
        world,
        condition == null || !CONDITIONS.contains(condition),
        "TaskContainer dependency %s is not valid. Valid values are: [START, COMPLETE, SUCCESS]"
            .formatted(condition));
    TaskContainerProperties target = byName.get(dependency.containerName());
    if (target == null) {
      throw Refusals.wrapped(
          world,
          "containerName %s must reference a defined container."
              .formatted(dependency.containerName()));
    }
    Refusals.wrappedIf(
        world,
        essential(target) && !condition.equals("START"),
        "The container target of a dependency can not have condition %s if the target is essential"
            .formatted(condition));
  }

  /** On EC2 each container has its own; a task on Fargate has one of the pairs in all. */
  private void resources(List<TaskContainerProperties> all, boolean fargate) {
    if (fargate) {
      requirements.check(sum(all, ResourceType.VCPU), sum(all, ResourceType.MEMORY), true);
      return;
    }
    for (TaskContainerProperties container : all) {
      requirements.check(
          RequirementRules.value(container.resourceRequirements(), ResourceType.VCPU),
          RequirementRules.value(container.resourceRequirements(), ResourceType.MEMORY),
          false);
    }
  }

  private static @Nullable String sum(List<TaskContainerProperties> all, ResourceType type) {
    return all.stream()
        .map(container -> RequirementRules.value(container.resourceRequirements(), type))
        .filter(Objects::nonNull)
        .map(BigDecimal::new)
        .reduce(BigDecimal::add)
        .map(total -> total.stripTrailingZeros().toPlainString())
        .orElse(null);
  }

  private void modes(EcsTaskProperties task) {
    Refusals.wrappedIf(
        world,
        task.ipcMode() != null && !IPC_MODES.contains(task.ipcMode()),
        "ipcMode %s is not valid. Valid values are: [host, task, none]".formatted(task.ipcMode()));
    Refusals.wrappedIf(
        world,
        task.pidMode() != null && !PID_MODES.contains(task.pidMode()),
        "Capability %s is not valid. Valid capabilities: [host, task]".formatted(task.pidMode()));
  }

  private void firelens(List<TaskContainerProperties> all) {
    boolean router = all.stream().anyMatch(container -> container.firelensConfiguration() != null);
    boolean routed =
        all.stream()
            .map(TaskContainerProperties::logConfiguration)
            .anyMatch(logs -> logs != null && logs.logDriver() == LogDriver.AWSFIRELENS);
    Refusals.wrappedIf(
        world,
        router && !routed,
        "When a firelensConfiguration object is specified, at least one container has to be"
            + " configured with the awsfirelens log driver");
  }
}
