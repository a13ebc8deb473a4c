package io.github.spotbatch.spec;

/**
 * Why a job can be stuck in RUNNABLE at the head of its queue.
 *
 * <p>Source: AWS Batch API reference, JobStateTimeLimitAction.
 */
public enum RunnableReason {
  /** EC2 has no instance to give. */
  INSUFFICIENT_INSTANCE_CAPACITY("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"),
  /** The environments' maximum number of vCPUs leaves no room for the job. */
  COMPUTE_ENVIRONMENT_MAX_RESOURCE("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"),
  /** No instance type of the environments is large enough for the job. */
  JOB_RESOURCE_REQUIREMENT("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"),
  /** The environments' instance types do not go together with their other settings. */
  EC2_INSTANCE_CONFIGURATION_UNSUPPORTED("MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED");

  private final String code;

  RunnableReason(String code) {
    this.code = code;
  }

  /**
   * {@return the reason as Batch writes it, for example CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY}
   */
  public String code() {
    return code;
  }
}
