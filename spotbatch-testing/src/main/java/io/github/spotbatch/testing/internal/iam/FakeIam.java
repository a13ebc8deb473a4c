package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.Scope;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** IAM as the SDK sees it. */
public final class FakeIam {

  private final RoleCalls roles;
  private final RolePolicyCalls policies;
  private final ProfileCalls profiles;
  private final RoleDeletionCalls roleDeletions;

  public FakeIam(Scope scope) {
    this.roles = new RoleCalls(scope.iam());
    this.policies = new RolePolicyCalls(scope.iam(), roles);
    this.profiles = new ProfileCalls(scope.iam(), roles);
    this.roleDeletions = new RoleDeletionCalls(scope.iam().roleDeletions(), roles);
  }

  public CreateRoleResponse createRole(CreateRoleRequest request) {
    return roles.create(request);
  }

  public GetRoleResponse getRole(GetRoleRequest request) {
    return roles.get(request);
  }

  public DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
    return roles.delete(request);
  }

  public ListRolesResponse listRoles(ListRolesRequest request) {
    return roles.list(request);
  }

  public UpdateRoleResponse updateRole(UpdateRoleRequest request) {
    return roles.update(request);
  }

  public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(
      UpdateAssumeRolePolicyRequest request) {
    return roles.updateTrust(request);
  }

  public PutRolePermissionsBoundaryResponse putRolePermissionsBoundary(
      PutRolePermissionsBoundaryRequest request) {
    return roles.putBoundary(request);
  }

  public DeleteRolePermissionsBoundaryResponse deleteRolePermissionsBoundary(
      DeleteRolePermissionsBoundaryRequest request) {
    return roles.deleteBoundary(request);
  }

  public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
    return roles.listTags(request);
  }

  public TagRoleResponse tagRole(TagRoleRequest request) {
    return roles.tag(request);
  }

  public UntagRoleResponse untagRole(UntagRoleRequest request) {
    return roles.untag(request);
  }

  public CreateServiceLinkedRoleResponse createServiceLinkedRole(
      CreateServiceLinkedRoleRequest request) {
    return roles.createServiceLinked(request);
  }

  public DeleteServiceLinkedRoleResponse deleteServiceLinkedRole(
      DeleteServiceLinkedRoleRequest request) {
    return roleDeletions.delete(request);
  }

  public GetServiceLinkedRoleDeletionStatusResponse getServiceLinkedRoleDeletionStatus(
      GetServiceLinkedRoleDeletionStatusRequest request) {
    return roleDeletions.status(request);
  }

  public AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
    return policies.attach(request);
  }

  public DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
    return policies.detach(request);
  }

  public ListAttachedRolePoliciesResponse listAttachedRolePolicies(
      ListAttachedRolePoliciesRequest request) {
    return policies.listAttached(request);
  }

  public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
    return policies.put(request);
  }

  public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
    return policies.get(request);
  }

  public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
    return policies.delete(request);
  }

  public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
    return policies.list(request);
  }

  public CreateInstanceProfileResponse createInstanceProfile(CreateInstanceProfileRequest request) {
    return profiles.create(request);
  }

  public GetInstanceProfileResponse getInstanceProfile(GetInstanceProfileRequest request) {
    return profiles.get(request);
  }

  public DeleteInstanceProfileResponse deleteInstanceProfile(DeleteInstanceProfileRequest request) {
    return profiles.delete(request);
  }

  public ListInstanceProfilesResponse listInstanceProfiles(ListInstanceProfilesRequest request) {
    return profiles.list(request);
  }

  public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(
      ListInstanceProfilesForRoleRequest request) {
    return profiles.listForRole(request);
  }

  public AddRoleToInstanceProfileResponse addRoleToInstanceProfile(
      AddRoleToInstanceProfileRequest request) {
    return profiles.addRole(request);
  }

  public RemoveRoleFromInstanceProfileResponse removeRoleFromInstanceProfile(
      RemoveRoleFromInstanceProfileRequest request) {
    return profiles.removeRole(request);
  }

  public TagInstanceProfileResponse tagInstanceProfile(TagInstanceProfileRequest request) {
    return profiles.tag(request);
  }

  public UntagInstanceProfileResponse untagInstanceProfile(UntagInstanceProfileRequest request) {
    return profiles.untag(request);
  }

  public ListInstanceProfileTagsResponse listInstanceProfileTags(
      ListInstanceProfileTagsRequest request) {
    return profiles.listTags(request);
  }
}
