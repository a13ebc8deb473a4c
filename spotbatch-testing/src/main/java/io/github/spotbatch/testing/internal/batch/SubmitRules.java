package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.wire.Json;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ArrayProperties;
import software.amazon.awssdk.services.batch.model.ContainerOverrides;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** What Batch refuses at once when a job is submitted. */
final class SubmitRules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");
  private static final int MAX_DEPENDENCIES = 20;
  private static final int MAX_PAYLOAD_BYTES = 30 * 1024;
  private static final List<String> UNMODELLED =
      List.of(
          "nodeOverrides",
          "eksPropertiesOverride",
          "ecsPropertiesOverride",
          "consumableResourcePropertiesOverride");

  private final World world;
  private final ContainerRules containers;
  private final RequirementRules requirements;
  private final RetryRules retries;

  SubmitRules(World world) {
    this.world = world;
    this.containers = new ContainerRules(world);
    this.requirements = new RequirementRules(world);
    this.retries = new RetryRules(world);
  }

  void check(SubmitJobRequest request) {
    if (request.jobName() == null || !NAME.matcher(request.jobName()).matches()) {
      throw Refusals.wrapped(world, "Job name should match valid pattern");
    }
    for (String unmodelled : UNMODELLED) {
      if (request.getValueForField(unmodelled, Object.class).isPresent()) {
        throw Parameters.unsupported(request, "parameter", unmodelled);
      }
    }
    array(request.arrayProperties());
    if (request.dependsOn().size() > MAX_DEPENDENCIES) {
      // The limit is documented; the text is not known.
      throw Refusals.wrapped(world, "At most 20 dependencies can be specified.");
    }
    payload(request);
    retries.check(request.retryStrategy());
    RetryRules.timeout(request.timeout());
    ContainerOverrides overrides = request.containerOverrides();
    if (overrides != null && overrides.instanceType() != null) {
      throw Parameters.unsupported(request, "parameter", "containerOverrides.instanceType");
    }
    if (overrides != null) {
      overrides(overrides);
    }
  }

  /** What has none of these members is always smaller than the limit. */
  private void payload(SubmitJobRequest request) {
    boolean maybeLarge =
        request.containerOverrides() != null
            || request.hasParameters()
            || request.hasTags()
            || request.retryStrategy() != null;
    if (maybeLarge && Json.write(Json.tree(request)).length > MAX_PAYLOAD_BYTES) {
      // The limit is documented; the text is not known.
      throw Refusals.wrapped(world, "The payload of SubmitJob must be at most 30 KiB.");
    }
  }

  private void array(@Nullable ArrayProperties array) {
    if (array != null && (array.size() == null || array.size() < 2 || array.size() > 10_000)) {
      // The bounds are documented; the text is not known.
      throw Refusals.wrapped(world, "Array size must be between 2 and 10000.");
    }
  }

  /** A job on EC2 needs a queue with instances, one on Fargate a queue with Fargate. */
  void platform(Queue queue, JobDefinition definition) {
    String capability =
        definition.hasPlatformCapabilities()
            ? definition.platformCapabilitiesAsStrings().get(0)
            : "EC2";
    boolean wantsFargate = capability.equals("FARGATE");
    boolean fits =
        queue.environments().stream()
            .anyMatch(environment -> environment.onFargate() == wantsFargate);
    if (!fits) {
      throw Refusals.bare(
          "Job Queue is attached to Compute Environment that can not run Jobs with capability "
              + capability
              + ".");
    }
  }

  private void overrides(ContainerOverrides overrides) {
    if (overrides.command().stream().anyMatch(String::isEmpty)) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(world, "Command override cannot contain an empty string.");
    }
    containers.environment(overrides.environment());
  }

  /** Checks what a definition and a submission come to together. */
  void check(ContainerProperties submitted, JobDefinition definition) {
    requirements.check(
        submitted, definition.platformCapabilities().contains(PlatformCapability.FARGATE));
  }
}
