package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.StackSpec;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdatePolicy;

/**
 * Compiles what becomes of jobs whose instances go. Batch takes it only by an update of an
 * environment, never when it makes one; and not everywhere in an update that says nothing else.
 */
public final class UpdatePolicies {

  private static final int USUAL_MINUTES = 30;

  /** What Batch does of itself. */
  public static final UpdatePolicy USUAL =
      UpdatePolicy.builder()
          .terminateJobsOnUpdate(false)
          .jobExecutionTimeoutMinutes((long) USUAL_MINUTES)
          .build();

  private UpdatePolicies() {}

  static UpdateComputeEnvironmentRequest request(
      String environment, io.github.spotbatch.spec.UpdatePolicy policy) {
    UpdatePolicy.Builder compiled =
        UpdatePolicy.builder().terminateJobsOnUpdate(policy.terminatesJobs());
    if (!policy.terminatesJobs()) {
      compiled.jobExecutionTimeoutMinutes(policy.jobExecutionTimeout().toMinutes());
    }
    return request(environment, compiled.build());
  }

  /** The update that gives an environment its policy. */
  public static UpdateComputeEnvironmentRequest request(String environment, UpdatePolicy policy) {
    return UpdateComputeEnvironmentRequest.builder()
        .computeEnvironment(environment)
        .state(CEState.ENABLED)
        .updatePolicy(policy)
        .build();
  }

  static int drainMinutes(StackSpec stack) {
    return stack
        .updatePolicy()
        .map(policy -> Math.toIntExact(policy.jobExecutionTimeout().toMinutes()))
        .orElse(USUAL_MINUTES);
  }

  /**
   * The policy that an environment's requests ask for.
   *
   * @param requests those that make the environment
   */
  public static UpdatePolicy of(List<AwsRequest> requests) {
    return requests.stream()
        .filter(UpdateComputeEnvironmentRequest.class::isInstance)
        .map(update -> ((UpdateComputeEnvironmentRequest) update).updatePolicy())
        .findFirst()
        .orElse(USUAL);
  }

  /** How long jobs can go on under a policy. */
  public static int minutes(UpdatePolicy policy) {
    return Boolean.TRUE.equals(policy.terminateJobsOnUpdate())
        ? 0
        : Math.toIntExact(policy.jobExecutionTimeoutMinutes());
  }

  /**
   * What becomes of jobs, in words.
   *
   * @param where what they run on
   */
  public static String sentence(String where, int minutes) {
    if (minutes == 0) {
      return "the jobs on %s are stopped at once, and run again if their retry strategies say so"
          .formatted(where);
    }
    return ("the jobs on %s have %d %s to end, and what is cut off runs again if its retry strategy"
            + " says so")
        .formatted(where, minutes, minutes == 1 ? "minute" : "minutes");
  }
}
