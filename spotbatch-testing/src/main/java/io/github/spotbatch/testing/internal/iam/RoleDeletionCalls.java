package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.Parameters;
import java.util.List;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeletionTaskFailureReasonType;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.RoleUsageType;

/** IAM's operations on the deletion of AWS services' own roles. */
final class RoleDeletionCalls {

  private final RoleDeletions deletions;
  private final RoleCalls roles;

  RoleDeletionCalls(RoleDeletions deletions, RoleCalls roles) {
    this.deletions = deletions;
    this.roles = roles;
  }

  DeleteServiceLinkedRoleResponse delete(DeleteServiceLinkedRoleRequest request) {
    Parameters.only(request, "RoleName");
    Role role = roles.find(request.roleName());
    if (!role.serviceLinked()) {
      // The text is not known.
      throw IamFaults.invalidInput("Role " + role.name() + " is not a service-linked role.");
    }
    return DeleteServiceLinkedRoleResponse.builder().deletionTaskId(deletions.begin(role)).build();
  }

  GetServiceLinkedRoleDeletionStatusResponse status(
      GetServiceLinkedRoleDeletionStatusRequest request) {
    Parameters.only(request, "DeletionTaskId");
    RoleDeletions.Deletion deletion =
        deletions
            .of(String.valueOf(request.deletionTaskId()))
            // The text is not known.
            .orElseThrow(
                () ->
                    IamFaults.noSuchEntity(
                        "Deletion task " + request.deletionTaskId() + " not found."));
    if (!deletion.ended()) {
      return status(DeletionTaskStatusType.IN_PROGRESS);
    }
    return deletion.uses().isEmpty() ? status(DeletionTaskStatusType.SUCCEEDED) : failed(deletion);
  }

  private static GetServiceLinkedRoleDeletionStatusResponse failed(
      RoleDeletions.Deletion deletion) {
    List<RoleUsageType> uses =
        deletion.uses().entrySet().stream()
            .map(use -> RoleUsageType.builder().region(use.getKey()).resources(use.getValue()))
            .map(RoleUsageType.Builder::build)
            .toList();
    DeletionTaskFailureReasonType reason =
        DeletionTaskFailureReasonType.builder()
            // The text is not known.
            .reason("A service-linked role cannot be deleted while resources use it.")
            .roleUsageList(uses)
            .build();
    return status(DeletionTaskStatusType.FAILED).toBuilder().reason(reason).build();
  }

  private static GetServiceLinkedRoleDeletionStatusResponse status(DeletionTaskStatusType status) {
    return GetServiceLinkedRoleDeletionStatusResponse.builder().status(status).build();
  }
}
