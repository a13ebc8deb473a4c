package io.github.spotbatch.testing.internal.iam;

import java.util.Arrays;
import java.util.Optional;

/** The AWS services whose own roles the fake knows. */
public enum ServiceLinkedRole {
  BATCH("batch.amazonaws.com", "AWSServiceRoleForBatch"),
  EC2_SPOT("spot.amazonaws.com", "AWSServiceRoleForEC2Spot"),
  EC2_SPOT_FLEET("spotfleet.amazonaws.com", "AWSServiceRoleForEC2SpotFleet"),
  ECS("ecs.amazonaws.com", "AWSServiceRoleForECS"),
  AUTO_SCALING("autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling");

  private final String principal;
  private final String roleName;

  ServiceLinkedRole(String principal, String roleName) {
    this.principal = principal;
    this.roleName = roleName;
  }

  /** The service that assumes the role. */
  public String principal() {
    return principal;
  }

  public String roleName() {
    return roleName;
  }

  public static Optional<ServiceLinkedRole> of(String principal) {
    return Arrays.stream(values()).filter(it -> it.principal.equals(principal)).findFirst();
  }
}
