package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.IamRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** IAM's operations on roles and their tags. */
final class RoleCalls {

  private static final int MAX_NAME = 64;

  private final IamState state;

  RoleCalls(IamState state) {
    this.state = state;
  }

  CreateRoleResponse create(CreateRoleRequest request) {
    String name = IamChecks.name("roleName", request.roleName(), MAX_NAME);
    String path = IamChecks.path(request.path());
    TrustPolicy trustPolicy =
        modelled(
            request,
            IamChecks.trustPolicy(
                "assumeRolePolicyDocument", request.assumeRolePolicyDocument(), state.partition()));
    String boundary = request.permissionsBoundary();
    if (boundary != null) {
      requireBoundary(boundary);
    }
    if (path.startsWith(Role.SERVICE_LINKED_PATH)) {
      throw IamFaults.validation("Path " + path + " is reserved for service-linked roles");
    }
    if (state.role(name).isPresent()) {
      throw IamFaults.alreadyExists("Role with name " + name + " already exists.");
    }
    // Before anything is made, so that a refusal leaves nothing behind.
    IamChecks.sessionLength(request.maxSessionDuration());
    Map<String, String> tags = new LinkedHashMap<>();
    IamChecks.tag(tags, request.tags());
    Role role = state.createRole(path, name, trustPolicy.text(), boundary);
    role.tags().putAll(tags);
    change(role, request.description(), request.maxSessionDuration());
    return CreateRoleResponse.builder().role(IamShapes.full(role)).build();
  }

  GetRoleResponse get(GetRoleRequest request) {
    Role role = find(request.roleName());
    return GetRoleResponse.builder().role(IamShapes.full(role)).build();
  }

  DeleteRoleResponse delete(DeleteRoleRequest request) {
    Role role = findModifiable(request.roleName());
    boolean inProfile =
        state.profiles().stream().anyMatch(it -> it.role().filter(role::equals).isPresent());
    if (inProfile) {
      throw IamFaults.deleteConflict(
          "Cannot delete entity, must remove roles from instance profile first.");
    }
    if (!role.attachedPolicies().present().isEmpty()) {
      throw IamFaults.deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (!role.inlinePolicies().present().isEmpty()) {
      throw IamFaults.deleteConflict("Cannot delete entity, must delete policies first.");
    }
    state.deleteRole(role.name());
    return DeleteRoleResponse.builder().build();
  }

  ListRolesResponse list(ListRolesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<Role> matching =
        state.roles().stream().filter(role -> role.path().startsWith(prefix)).toList();
    Page<Role> page = IamChecks.page(matching, Role::name, request.marker(), request.maxItems());
    return ListRolesResponse.builder()
        .roles(page.items().stream().map(IamShapes::brief).toList())
        .isTruncated(page.nextToken() != null)
        .marker(page.nextToken())
        .build();
  }

  UpdateRoleResponse update(UpdateRoleRequest request) {
    Role role = findModifiable(request.roleName());
    IamChecks.sessionLength(request.maxSessionDuration());
    change(role, request.description(), request.maxSessionDuration());
    return UpdateRoleResponse.builder().build();
  }

  UpdateAssumeRolePolicyResponse updateTrust(UpdateAssumeRolePolicyRequest request) {
    Role role = findModifiable(request.roleName());
    role.trust(
        modelled(
            request,
            IamChecks.trustPolicy("policyDocument", request.policyDocument(), state.partition())));
    return UpdateAssumeRolePolicyResponse.builder().build();
  }

  PutRolePermissionsBoundaryResponse putBoundary(PutRolePermissionsBoundaryRequest request) {
    Role role = findModifiable(request.roleName());
    role.limitPermissions(requireBoundary(IamChecks.policyArn(request.permissionsBoundary())));
    return PutRolePermissionsBoundaryResponse.builder().build();
  }

  DeleteRolePermissionsBoundaryResponse deleteBoundary(
      DeleteRolePermissionsBoundaryRequest request) {
    Role role = findModifiable(request.roleName());
    if (role.permissionsBoundary().isEmpty()) {
      // That there is such a refusal is documented, but not when; the text is not known.
      throw IamFaults.noSuchEntity("Role " + role.name() + " has no permissions boundary.");
    }
    role.limitPermissions(null);
    return DeleteRolePermissionsBoundaryResponse.builder().build();
  }

  ListRoleTagsResponse listTags(ListRoleTagsRequest request) {
    Role role = find(request.roleName());
    List<Map.Entry<String, String>> tags = List.copyOf(role.tags().entrySet());
    Page<Map.Entry<String, String>> page =
        IamChecks.page(tags, Map.Entry::getKey, request.marker(), request.maxItems());
    return ListRoleTagsResponse.builder()
        .tags(page.items().stream().map(IamShapes::tag).toList())
        .isTruncated(page.nextToken() != null)
        .marker(page.nextToken())
        .build();
  }

  TagRoleResponse tag(TagRoleRequest request) {
    IamChecks.tag(findModifiable(request.roleName()).tags(), request.tags());
    return TagRoleResponse.builder().build();
  }

  UntagRoleResponse untag(UntagRoleRequest request) {
    IamChecks.untag(findModifiable(request.roleName()).tags(), request.tagKeys());
    return UntagRoleResponse.builder().build();
  }

  CreateServiceLinkedRoleResponse createServiceLinked(CreateServiceLinkedRoleRequest request) {
    Parameters.only(request, "AWSServiceName", "Description");
    String principal = String.valueOf(request.awsServiceName());
    ServiceLinkedRole service =
        ServiceLinkedRole.of(principal)
            .orElseThrow(() -> Parameters.unsupported(request, "AWSServiceName", principal));
    if (state.role(service.roleName()).isPresent()) {
      throw IamFaults.invalidInput(
          "Service role name "
              + service.roleName()
              + " has been taken in this account, please try a different suffix.");
    }
    Role role = state.serviceLinkedRole(service);
    change(role, request.description(), null);
    return CreateServiceLinkedRoleResponse.builder().role(IamShapes.full(role)).build();
  }

  /** A role that must exist. */
  Role find(@Nullable String roleName) {
    String name = IamChecks.name("roleName", roleName, MAX_NAME);
    return state
        .role(name)
        .orElseThrow(
            () -> IamFaults.noSuchEntity("The role with name " + name + " cannot be found."));
  }

  /** A role that must exist and belong to the account, not to an AWS service. */
  Role findModifiable(@Nullable String roleName) {
    Role role = find(roleName);
    if (role.serviceLinked()) {
      throw IamFaults.unmodifiable(role.name());
    }
    return role;
  }

  /** Fails with the name of a condition that would have to be known, and is not. */
  private static TrustPolicy modelled(IamRequest request, String text) {
    TrustPolicy policy = TrustPolicy.of(text);
    List<PolicyCondition> unmodelled = policy.unmodelled();
    if (!unmodelled.isEmpty()) {
      throw Parameters.unsupported(request, "condition", unmodelled.get(0).toString());
    }
    return policy;
  }

  private String requireBoundary(String arn) {
    if (!state.policyExists(arn)) {
      throw IamFaults.noSuchEntity("Scope ARN: " + arn + " does not exist or is not attachable.");
    }
    return arn;
  }

  private static void change(
      Role role, @Nullable String description, @Nullable Integer maxSessionSeconds) {
    if (maxSessionSeconds != null) {
      role.limitSessions(maxSessionSeconds);
    }
    if (description != null) {
      role.describe(description);
    }
  }
}
