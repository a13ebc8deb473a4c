package io.github.spotbatch.testing.assertj;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;

/** Assertions on a compute environment. Each failure shows its state, status and resources. */
public final class ComputeEnvironmentAssert
    extends AbstractAssert<ComputeEnvironmentAssert, ComputeEnvironmentDetail> {

  ComputeEnvironmentAssert(@Nullable ComputeEnvironmentDetail actual) {
    super(actual, ComputeEnvironmentAssert.class);
  }

  /**
   * Its status is VALID.
   *
   * @return these assertions
   */
  public ComputeEnvironmentAssert isValid() {
    return hasStatus(CEStatus.VALID);
  }

  /**
   * Its status is INVALID, for a reason.
   *
   * @param text what AWS's reason contains
   * @return these assertions
   */
  public ComputeEnvironmentAssert isInvalidBecause(String text) {
    hasStatus(CEStatus.INVALID);
    String reason = actual.statusReason();
    return require(reason != null && reason.contains(text), "to have a reason with " + text);
  }

  /**
   * It has a status.
   *
   * @param status such as {@link CEStatus#UPDATING}
   * @return these assertions
   */
  public ComputeEnvironmentAssert hasStatus(CEStatus status) {
    isNotNull();
    return require(actual.status() == status, "to be " + status);
  }

  /**
   * It takes jobs, or does not.
   *
   * @param state {@link CEState#ENABLED} or {@link CEState#DISABLED}
   * @return these assertions
   */
  public ComputeEnvironmentAssert hasState(CEState state) {
    isNotNull();
    return require(actual.state() == state, "to be " + state);
  }

  /**
   * Batch asks for so many vCPUs at the moment.
   *
   * @param vcpus how many
   * @return these assertions
   */
  public ComputeEnvironmentAssert hasDesiredVcpus(int vcpus) {
    isNotNull();
    ComputeResource resources = actual.computeResources();
    return require(
        resources != null && Integer.valueOf(vcpus).equals(resources.desiredvCpus()),
        "to ask for " + vcpus + " vCPUs");
  }

  private ComputeEnvironmentAssert require(boolean holds, String expected) {
    if (!holds) {
      failWithMessage(
          "%nExpected compute environment %s %s, but%n%n%s",
          actual.computeEnvironmentName(), expected, shown(actual));
    }
    return this;
  }

  static String shown(ComputeEnvironmentDetail environment) {
    String line =
        "compute environment %s is %s and %s: %s"
            .formatted(
                environment.computeEnvironmentName(),
                environment.stateAsString(),
                environment.statusAsString(),
                environment.statusReason());
    ComputeResource resources = environment.computeResources();
    return resources == null
        ? line
        : line
            + "\n  %s, %s of %s to %s vCPUs wanted, types %s"
                .formatted(
                    resources.typeAsString(),
                    resources.desiredvCpus(),
                    resources.minvCpus(),
                    resources.maxvCpus(),
                    resources.instanceTypes());
  }
}
