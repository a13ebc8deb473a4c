package io.github.spotbatch.internal.compile;

import java.util.Optional;

/** What a role is for: who assumes it, and which of AWS's policies that needs. */
enum RoleUse {
  SERVICE("batch.amazonaws.com", "AWSBatchServiceRole"),
  INSTANCE("ec2.amazonaws.com", "AmazonEC2ContainerServiceforEC2Role"),
  SPOT_FLEET("spotfleet.amazonaws.com", "AmazonEC2SpotFleetTaggingRole"),
  EXECUTION("ecs-tasks.amazonaws.com", "AmazonECSTaskExecutionRolePolicy"),
  /** The application's own rights are the user's business. */
  JOB("ecs-tasks.amazonaws.com", "");

  private final String principal;
  private final String policyName;

  RoleUse(String principal, String policyName) {
    this.principal = principal;
    this.policyName = policyName;
  }

  String principal() {
    return principal;
  }

  Optional<String> policyName() {
    return policyName.isEmpty() ? Optional.empty() : Optional.of(policyName);
  }
}
