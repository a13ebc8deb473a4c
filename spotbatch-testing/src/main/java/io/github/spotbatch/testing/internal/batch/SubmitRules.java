package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.batch.model.ContainerOverrides;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** What Batch refuses at once when a job is submitted. */
final class SubmitRules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");
  private static final int MAX_DEPENDENCIES = 20;

  private final World world;
  private final DefinitionRules definitions;

  SubmitRules(World world) {
    this.world = world;
    this.definitions = new DefinitionRules(world);
  }

  void check(SubmitJobRequest request) {
    if (request.jobName() == null || !NAME.matcher(request.jobName()).matches()) {
      throw Refusals.wrapped(world, "Job name should match valid pattern");
    }
    if (request.arrayProperties() != null
        || request.nodeOverrides() != null
        || request.eksPropertiesOverride() != null
        || request.ecsPropertiesOverride() != null
        || request.consumableResourcePropertiesOverride() != null) {
      throw new UnsupportedOperationException(
          "spotbatch-testing does not model array and multi-node jobs, jobs on EKS, ecsProperties"
              + " and consumable resources");
    }
    if (request.dependsOn().size() > MAX_DEPENDENCIES) {
      // The limit is documented; the text is not known.
      throw Refusals.wrapped(world, "At most 20 dependencies can be specified.");
    }
    for (JobDependency dependency : request.dependsOn()) {
      if (dependency.type() != null || dependency.jobId() == null) {
        throw new UnsupportedOperationException(
            "spotbatch-testing models plain dependencies on a job id only");
      }
    }
    definitions.retries(request.retryStrategy());
    definitions.timeout(request.timeout());
    if (request.containerOverrides() != null) {
      overrides(request.containerOverrides());
    }
  }

  private void overrides(ContainerOverrides overrides) {
    if (overrides.command().stream().anyMatch(String::isEmpty)) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(world, "Command override cannot contain an empty string.");
    }
    definitions.environment(overrides.environment());
  }

  /** Checks what a definition and a submission come to together. */
  void check(ContainerProperties submitted) {
    definitions.resources(submitted);
  }
}
