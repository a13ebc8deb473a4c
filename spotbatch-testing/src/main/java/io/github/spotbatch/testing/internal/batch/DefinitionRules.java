package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.JobTimeout;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.LogConfiguration;
import software.amazon.awssdk.services.batch.model.LogDriver;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/** What Batch refuses at once when a job definition is registered. */
final class DefinitionRules {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern TEXT_PATTERN = Pattern.compile("[A-Za-z0-9.: \\t]*\\*?");
  private static final Pattern CODE_PATTERN = Pattern.compile("\\d*\\*?");

  private static final Set<String> AWSLOGS_OPTIONS =
      Set.of(
          "awslogs-create-group",
          "awslogs-datetime-format",
          "awslogs-group",
          "awslogs-multiline-pattern",
          "awslogs-region",
          "awslogs-stream-prefix",
          "max-buffer-size",
          "mode");

  private final World world;

  DefinitionRules(World world) {
    this.world = world;
  }

  void check(RegisterJobDefinitionRequest request) {
    String name = request.jobDefinitionName();
    if (name == null || !EnvironmentRules.NAME.matcher(name).matches()) {
      throw Refusals.wrapped(world, "Job definition name should match a valid pattern.");
    }
    if (request.type() != JobDefinitionType.CONTAINER
        || request.ecsProperties() != null
        || request.eksProperties() != null
        || request.consumableResourceProperties() != null) {
      throw new UnsupportedOperationException(
          "spotbatch-testing models job definitions of type container with containerProperties only");
    }
    if (request.containerProperties() == null) {
      throw Refusals.wrapped(
          world,
          "ECS ContainerProperties, ecsProperties, or eksProperties is required when job type is"
              + " container");
    }
    platform(request.platformCapabilities());
    container(request.containerProperties());
    retries(request.retryStrategy());
    timeout(request.timeout());
    schedulingPriority(world, request.schedulingPriority());
  }

  static void schedulingPriority(World world, @Nullable Integer priority) {
    if (priority != null && (priority < 0 || priority > 9999)) {
      throw Refusals.wrapped(world, "Scheduling priority must be between 0 and 9999.");
    }
  }

  private void platform(List<PlatformCapability> capabilities) {
    if (capabilities.size() > 1) {
      throw Refusals.wrapped(world, "Exactly 1 capability must be provided.");
    }
    if (!capabilities.isEmpty() && capabilities.get(0) != PlatformCapability.EC2) {
      throw new UnsupportedOperationException(
          "spotbatch-testing models jobs on EC2 only, not on " + capabilities.get(0));
    }
  }

  private void container(ContainerProperties container) {
    if (isEmpty(container.image())) {
      throw Refusals.wrapped(world, "Image is required.");
    }
    resources(container);
    environment(container.environment());
    LogConfiguration logs = container.logConfiguration();
    if (logs != null) {
      logOptions(logs);
    }
    boolean secretOptions = logs != null && logs.hasSecretOptions();
    if ((container.hasSecrets() || secretOptions) && isEmpty(container.executionRoleArn())) {
      throw Refusals.wrapped(
          world, "executionRoleArn cannot be empty when using secrets or secretOptions");
    }
    if (container.networkConfiguration() != null) {
      throw Refusals.wrapped(world, "networkConfiguration not applicable for EC2.");
    }
    if (container.runtimePlatform() != null) {
      throw Refusals.wrapped(world, "runtimePlatform is not applicable for EC2.");
    }
    if (container.linuxParameters() != null
        && container.linuxParameters().maxSwap() != null
        && container.linuxParameters().swappiness() == null) {
      throw Refusals.wrapped(
          world, "When container specified swap memory, swappiness value is required.");
    }
  }

  void environment(List<KeyValuePair> variables) {
    for (KeyValuePair variable : variables) {
      if (isEmpty(variable.name())) {
        throw Refusals.wrapped(world, "Environment variable name is required.");
      }
      if (variable.name().startsWith("AWS_BATCH")) {
        // The prefix is reserved; the text is not known.
        throw Refusals.wrapped(world, "Environment variable name should not start with AWS_BATCH.");
      }
    }
  }

  private void logOptions(LogConfiguration logs) {
    for (String option : logs.options().keySet()) {
      if (logs.logDriver() == LogDriver.AWSLOGS && !AWSLOGS_OPTIONS.contains(option)) {
        throw Refusals.wrapped(world, "Log driver awslogs disallows options: " + option);
      }
    }
  }

  void resources(ContainerProperties container) {
    Set<ResourceType> seen = new HashSet<>();
    for (ResourceRequirement requirement : container.resourceRequirements()) {
      if (requirement.type() == null || requirement.type() == ResourceType.UNKNOWN_TO_SDK_VERSION) {
        // The three types are documented; the text is not known.
        throw Refusals.wrapped(
            world, "Type in resourceRequirement is not valid: " + requirement.typeAsString());
      }
      if (!seen.add(requirement.type())) {
        throw Refusals.wrapped(world, "Cannot provide duplicates in resourceRequirements.");
      }
      if (requirement.value() == null || !WHOLE_NUMBER.matcher(requirement.value()).matches()) {
        throw Refusals.wrapped(
            world,
            "Value %s for type %s in resourceRequirement is not valid. Please provide a numeric value."
                .formatted(requirement.value(), requirement.typeAsString()));
      }
    }
    Long vcpus = amount(container, ResourceType.VCPU, container.vcpus(), "vcpus");
    Long memory = amount(container, ResourceType.MEMORY, container.memory(), "memory");
    if (vcpus == null) {
      throw Refusals.wrapped(world, "vCPU is required.");
    }
    if (vcpus < 1) {
      throw Refusals.wrapped(world, "vCPU must be at least 1, got " + vcpus + ".");
    }
    if (memory == null) {
      throw Refusals.wrapped(world, "Memory is required.");
    }
    if (memory < 4) {
      throw Refusals.wrapped(world, "Memory must be at least 4 Mib, got " + memory + " Mib.");
    }
    if (seen.contains(ResourceType.GPU)) {
      throw new UnsupportedOperationException("spotbatch-testing does not model GPUs of jobs");
    }
  }

  private @Nullable Long amount(
      ContainerProperties container, ResourceType type, @Nullable Integer legacy, String field) {
    Long required =
        container.resourceRequirements().stream()
            .filter(requirement -> requirement.type() == type)
            .map(requirement -> Long.valueOf(requirement.value()))
            .findFirst()
            .orElse(null);
    if (required != null && legacy != null) {
      throw Refusals.wrapped(
          world,
          "Cannot use both ECS containerProperties " + field + " and resourceRequirement " + type);
    }
    return required != null ? required : legacy == null ? null : Long.valueOf(legacy);
  }

  void retries(@Nullable RetryStrategy strategy) {
    if (strategy == null) {
      return;
    }
    if (strategy.attempts() == null) {
      throw Refusals.wrapped(world, "RetryAttempts must be provided with retry strategy.");
    }
    if (strategy.attempts() < 1 || strategy.attempts() > 10) {
      throw Refusals.bare("RetryAttempts must be between 1 and 10.");
    }
    if (strategy.evaluateOnExit().size() > 5) {
      throw Refusals.bare("Up to 5 evaluateOnExit condition can be specified.");
    }
    for (EvaluateOnExit condition : strategy.evaluateOnExit()) {
      if (condition.onExitCode() == null
          && condition.onReason() == null
          && condition.onStatusReason() == null) {
        throw Refusals.wrapped(
            world,
            "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason");
      }
      if (!"RETRY".equalsIgnoreCase(condition.actionAsString())
          && !"EXIT".equalsIgnoreCase(condition.actionAsString())) {
        // The two values are documented; the text is not known.
        throw Refusals.wrapped(world, "Evaluate on exit action must be RETRY or EXIT.");
      }
      pattern(condition.onStatusReason(), TEXT_PATTERN);
      pattern(condition.onReason(), TEXT_PATTERN);
      pattern(condition.onExitCode(), CODE_PATTERN);
    }
  }

  private void pattern(@Nullable String given, Pattern alphabet) {
    if (given != null && given.length() > 512) {
      throw Refusals.wrapped(world, "Evaluate on exit condition cannot exceed 512 characters.");
    }
    if (given != null && !alphabet.matcher(given).matches()) {
      throw Refusals.wrapped(world, "Evaluate on exit condition contains restricted characters.");
    }
  }

  void timeout(@Nullable JobTimeout timeout) {
    if (timeout != null
        && (timeout.attemptDurationSeconds() == null || timeout.attemptDurationSeconds() < 60)) {
      throw Refusals.bare("AttemptDurationSeconds in Timeout must be at least 60 seconds.");
    }
  }
}
