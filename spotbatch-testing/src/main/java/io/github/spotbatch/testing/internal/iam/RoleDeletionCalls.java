package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeletionTaskFailureReasonType;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.RoleUsageType;

/** How AWS services' own roles are deleted: later, and not while the service works in them. */
final class RoleDeletionCalls {

  private final World world;
  private final IamState state;
  private final RoleCalls roles;
  private final Map<String, GetServiceLinkedRoleDeletionStatusResponse> tasks = new HashMap<>();

  RoleDeletionCalls(World world, IamState state, RoleCalls roles) {
    this.world = world;
    this.state = state;
    this.roles = roles;
  }

  DeleteServiceLinkedRoleResponse delete(DeleteServiceLinkedRoleRequest request) {
    Parameters.only(request, "RoleName");
    Role role = roles.find(request.roleName());
    if (!role.serviceLinked()) {
      // The text is not known.
      throw IamFaults.invalidInput("Role " + role.name() + " is not a service-linked role.");
    }
    String task = "task" + role.path() + role.name() + "/" + world.uuid();
    tasks.put(task, status(DeletionTaskStatusType.IN_PROGRESS));
    world.after(world.takes(Step.IAM_PROPAGATION), () -> tasks.put(task, outcome(role)));
    return DeleteServiceLinkedRoleResponse.builder().deletionTaskId(task).build();
  }

  private GetServiceLinkedRoleDeletionStatusResponse outcome(Role role) {
    List<RoleUsageType> uses =
        state.usesOf(role).entrySet().stream()
            .map(use -> RoleUsageType.builder().region(use.getKey()).resources(use.getValue()))
            .map(RoleUsageType.Builder::build)
            .toList();
    if (uses.isEmpty()) {
      state.role(role.name()).map(Role::name).ifPresent(state::deleteRole);
      return status(DeletionTaskStatusType.SUCCEEDED);
    }
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

  GetServiceLinkedRoleDeletionStatusResponse status(
      GetServiceLinkedRoleDeletionStatusRequest request) {
    Parameters.only(request, "DeletionTaskId");
    GetServiceLinkedRoleDeletionStatusResponse task = tasks.get(request.deletionTaskId());
    if (task == null) {
      // The text is not known.
      throw IamFaults.noSuchEntity("Deletion task " + request.deletionTaskId() + " not found.");
    }
    return task;
  }
}
