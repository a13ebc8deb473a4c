package io.github.spotbatch.internal.compile;

import java.util.List;
import java.util.Optional;

/** What a role is for: who assumes it, on whose behalf, and which of AWS's policies that needs. */
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

  /** Patterns of the ARNs that the service assumes the role for; empty where it does not say. */
  List<String> sources(Target target) {
    return switch (this) {
      case SERVICE ->
          List.of(target.arn("batch", "compute-environment/*"), target.arn("batch", "job/*"));
      // EC2 and Spot Fleet send nothing, so that a condition would keep every host out.
      case INSTANCE, SPOT_FLEET -> List.of();
      // A condition can name nothing smaller than all of ECS in the Region.
      case EXECUTION, JOB -> List.of(target.arn("ecs", "*"));
    };
  }

  Optional<String> policyName() {
    return policyName.isEmpty() ? Optional.empty() : Optional.of(policyName);
  }
}
