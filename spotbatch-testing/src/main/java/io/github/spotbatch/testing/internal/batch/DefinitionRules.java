package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.wire.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ConsumableResourceProperties;
import software.amazon.awssdk.services.batch.model.ConsumableResourceRequirement;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

/** What Batch refuses at once when a job definition is registered. */
final class DefinitionRules {

  private static final int MAX_BYTES = 24 * 1024;
  private static final int MAX_CONSUMABLES = 5;

  private final World world;
  private final ContainerRules containers;
  private final TaskRules tasks;
  private final PodRules pods;
  private final NodeRules nodes;
  private final RetryRules retries;

  DefinitionRules(World world) {
    this.world = world;
    this.containers = new ContainerRules(world);
    this.tasks = new TaskRules(world);
    this.pods = new PodRules(world);
    this.nodes = new NodeRules(world);
    this.retries = new RetryRules(world);
  }

  void check(RegisterJobDefinitionRequest request) {
    String name = request.jobDefinitionName();
    Refusals.wrappedIf(
        world,
        name == null || !EnvironmentRules.NAME.matcher(name).matches(),
        "Job definition name should match a valid pattern.");
    int bytes = Json.write(Json.tree(request)).length;
    // The limit is documented; the text is not known.
    Refusals.wrappedIf(world, bytes > MAX_BYTES, "Job definition size must be at most 24 KiB.");
    boolean fargate = fargate(request);
    switch (type(request)) {
      case CONTAINER -> container(request, fargate);
      case MULTINODE -> multiNode(request, fargate);
      default -> throw new IllegalStateException("checked before: " + request.typeAsString());
    }
    if (request.consumableResourceProperties() != null) {
      consumables(request.consumableResourceProperties());
    }
    retries.check(request.retryStrategy());
    RetryRules.timeout(request.timeout());
    schedulingPriority(world, request.schedulingPriority());
  }

  private JobDefinitionType type(RegisterJobDefinitionRequest request) {
    JobDefinitionType type = request.type();
    if (type == null || type == JobDefinitionType.UNKNOWN_TO_SDK_VERSION) {
      // The two values are documented; the text is not known.
      throw Refusals.wrapped(
          world, "Job definition type must be container or multinode: " + request.typeAsString());
    }
    return type;
  }

  private boolean fargate(RegisterJobDefinitionRequest request) {
    List<PlatformCapability> capabilities = request.platformCapabilities();
    Refusals.wrappedIf(
        world,
        request.hasPlatformCapabilities() && capabilities.size() != 1,
        "Exactly 1 capability must be provided.");
    if (capabilities.contains(PlatformCapability.UNKNOWN_TO_SDK_VERSION)) {
      throw Parameters.unsupported(
          request, "platformCapability", request.platformCapabilitiesAsStrings().get(0));
    }
    return capabilities.contains(PlatformCapability.FARGATE);
  }

  private void container(RegisterJobDefinitionRequest request, boolean fargate) {
    boolean container = request.containerProperties() != null;
    boolean ecs = request.ecsProperties() != null;
    boolean eks = request.eksProperties() != null;
    Refusals.wrappedIf(
        world, container && ecs, "Cannot use both ECS containerProperties and ecsProperties");
    Refusals.wrappedIf(
        world, container && eks, "Cannot use both ECS containerProperties and eksProperties");
    Refusals.wrappedIf(world, ecs && eks, "Cannot use both ecsProperties and eksProperties");
    Refusals.wrappedIf(
        world,
        !container && !ecs && !eks,
        "ECS ContainerProperties, ecsProperties, or eksProperties is required when job type is"
            + " container");
    // The rule is documented; the text is not known.
    Refusals.wrappedIf(
        world,
        request.nodeProperties() != null,
        "Node properties can be used for multinode jobs only.");
    if (container && request.containerProperties().instanceType() != null) {
      // It is for the nodes of multi-node jobs; what AWS says to it elsewhere is not known.
      throw Parameters.unsupported(request, "parameter", "containerProperties.instanceType");
    }
    if (container) {
      containers.check(request.containerProperties(), fargate);
    } else if (ecs) {
      tasks.check(request.ecsProperties(), fargate);
    } else {
      pods.check(request.eksProperties());
    }
  }

  private void multiNode(RegisterJobDefinitionRequest request, boolean fargate) {
    Refusals.wrappedIf(world, fargate, "Fargate does not support MNP jobs");
    if (request.nodeProperties() == null) {
      throw Refusals.wrapped(world, "Node properties of multinode job is required.");
    }
    // The rule is documented; the text is not known.
    Refusals.wrappedIf(
        world,
        request.containerProperties() != null
            || request.ecsProperties() != null
            || request.eksProperties() != null,
        "Containers of multinode jobs are given in their node properties only.");
    nodes.check(request.nodeProperties());
  }

  private void consumables(ConsumableResourceProperties properties) {
    List<ConsumableResourceRequirement> resources = properties.consumableResourceList();
    Refusals.wrappedIf(
        world,
        resources.size() > MAX_CONSUMABLES,
        "Each ConsumableResourceProperty can have at most 5 consumableResources");
    Set<String> seen = new HashSet<>();
    for (ConsumableResourceRequirement resource : resources) {
      Refusals.wrappedIf(
          world,
          !seen.add(resource.consumableResource()),
          "Cannot have duplicate consumableResource in consumableResourceProperties");
    }
  }

  static void schedulingPriority(World world, @Nullable Integer priority) {
    Refusals.wrappedIf(
        world,
        priority != null && (priority < 0 || priority > 9999),
        "Scheduling priority must be between 0 and 9999.");
  }
}
