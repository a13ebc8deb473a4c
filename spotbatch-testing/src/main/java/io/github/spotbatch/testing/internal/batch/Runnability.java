package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Parameters;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Tells the definitions that can be run here from those that can be registered only. */
final class Runnability {

  private Runnability() {}

  /**
   * Says what of a definition is not modelled.
   *
   * @throws UnsupportedOperationException naming it
   */
  static void check(JobDefinition definition, SubmitJobRequest request) {
    unless(definition.nodeProperties() == null, request, "nodeProperties");
    unless(definition.eksProperties() == null, request, "eksProperties");
    unless(definition.ecsProperties() == null, request, "ecsProperties");
    unless(
        definition.consumableResourceProperties() == null, request, "consumableResourceProperties");
  }

  /** The same of what a definition and a submission come to together. */
  static void check(ContainerProperties submitted, SubmitJobRequest request) {
    String gpus = RequirementRules.value(submitted.resourceRequirements(), ResourceType.GPU);
    unless(gpus == null, request, "resourceRequirements GPU");
  }

  private static void unless(boolean runs, SubmitJobRequest request, String member) {
    if (!runs) {
      throw Parameters.unsupported(request, "job definition with", member);
    }
  }
}
