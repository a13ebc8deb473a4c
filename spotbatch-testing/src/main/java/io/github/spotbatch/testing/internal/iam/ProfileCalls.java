package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileResponse;

/** IAM's operations on instance profiles. */
final class ProfileCalls {

  private static final int MAX_NAME = 128;

  private final IamState state;
  private final RoleCalls roles;

  ProfileCalls(IamState state, RoleCalls roles) {
    this.state = state;
    this.roles = roles;
  }

  CreateInstanceProfileResponse create(CreateInstanceProfileRequest request) {
    String name = IamChecks.name("instanceProfileName", request.instanceProfileName(), MAX_NAME);
    String path = IamChecks.path(request.path());
    if (state.profile(name).isPresent()) {
      throw IamFaults.alreadyExists("Instance Profile " + name + " already exists.");
    }
    Map<String, String> tags = new LinkedHashMap<>();
    IamChecks.tag(tags, request.tags());
    Profile profile = state.createProfile(path, name);
    profile.tags().putAll(tags);
    return CreateInstanceProfileResponse.builder().instanceProfile(IamShapes.full(profile)).build();
  }

  GetInstanceProfileResponse get(GetInstanceProfileRequest request) {
    Profile profile = find(request.instanceProfileName());
    return GetInstanceProfileResponse.builder().instanceProfile(IamShapes.full(profile)).build();
  }

  DeleteInstanceProfileResponse delete(DeleteInstanceProfileRequest request) {
    Profile profile = find(request.instanceProfileName());
    if (profile.role().isPresent()) {
      throw IamFaults.deleteConflict(
          "Cannot delete entity, must remove roles from instance profile first.");
    }
    state.deleteProfile(profile.name());
    return DeleteInstanceProfileResponse.builder().build();
  }

  ListInstanceProfilesResponse list(ListInstanceProfilesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<Profile> matching =
        state.profiles().stream().filter(it -> it.path().startsWith(prefix)).toList();
    Page<Profile> page =
        IamChecks.page(matching, Profile::name, request.marker(), request.maxItems());
    return ListInstanceProfilesResponse.builder()
        .instanceProfiles(page.items().stream().map(IamShapes::brief).toList())
        .isTruncated(page.nextToken() != null)
        .marker(page.nextToken())
        .build();
  }

  ListInstanceProfilesForRoleResponse listForRole(ListInstanceProfilesForRoleRequest request) {
    Role role = roles.find(request.roleName());
    List<Profile> matching =
        state.profiles().stream().filter(it -> it.role().filter(role::equals).isPresent()).toList();
    Page<Profile> page =
        IamChecks.page(matching, Profile::name, request.marker(), request.maxItems());
    return ListInstanceProfilesForRoleResponse.builder()
        .instanceProfiles(page.items().stream().map(IamShapes::brief).toList())
        .isTruncated(page.nextToken() != null)
        .marker(page.nextToken())
        .build();
  }

  AddRoleToInstanceProfileResponse addRole(AddRoleToInstanceProfileRequest request) {
    Profile profile = find(request.instanceProfileName());
    Role role = roles.findModifiable(request.roleName());
    if (profile.role().isPresent()) {
      throw IamFaults.limitExceeded(
          "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    profile.hold(role);
    return AddRoleToInstanceProfileResponse.builder().build();
  }

  RemoveRoleFromInstanceProfileResponse removeRole(RemoveRoleFromInstanceProfileRequest request) {
    Profile profile = find(request.instanceProfileName());
    Role role = roles.find(request.roleName());
    if (profile.role().filter(role::equals).isEmpty()) {
      throw IamFaults.noSuchEntity("The role with name " + role.name() + " cannot be found.");
    }
    profile.release(role);
    return RemoveRoleFromInstanceProfileResponse.builder().build();
  }

  TagInstanceProfileResponse tag(TagInstanceProfileRequest request) {
    IamChecks.tag(find(request.instanceProfileName()).tags(), request.tags());
    return TagInstanceProfileResponse.builder().build();
  }

  UntagInstanceProfileResponse untag(UntagInstanceProfileRequest request) {
    IamChecks.untag(find(request.instanceProfileName()).tags(), request.tagKeys());
    return UntagInstanceProfileResponse.builder().build();
  }

  ListInstanceProfileTagsResponse listTags(ListInstanceProfileTagsRequest request) {
    Profile profile = find(request.instanceProfileName());
    List<Map.Entry<String, String>> tags = List.copyOf(profile.tags().entrySet());
    Page<Map.Entry<String, String>> page =
        IamChecks.page(tags, Map.Entry::getKey, request.marker(), request.maxItems());
    return ListInstanceProfileTagsResponse.builder()
        .tags(page.items().stream().map(IamShapes::tag).toList())
        .isTruncated(page.nextToken() != null)
        .marker(page.nextToken())
        .build();
  }

  private Profile find(@Nullable String profileName) {
    String name = IamChecks.name("instanceProfileName", profileName, MAX_NAME);
    return state
        .profile(name)
        .orElseThrow(
            () -> IamFaults.noSuchEntity("Instance Profile " + name + " cannot be found."));
  }
}
