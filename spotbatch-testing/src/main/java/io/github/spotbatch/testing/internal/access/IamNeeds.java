package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.internal.RequestText;
import io.github.spotbatch.testing.internal.iam.IamState;
import io.github.spotbatch.testing.internal.iam.Profile;
import io.github.spotbatch.testing.internal.iam.Role;
import io.github.spotbatch.testing.internal.iam.ServiceLinkedRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** What calls of IAM need, and what other services' calls need of IAM. */
final class IamNeeds implements Needs {

  private static final String PATH = "Path";
  private static final String ROLE = "RoleName";
  private static final String PROFILE = "InstanceProfileName";

  private final IamState iam;

  IamNeeds(IamState iam) {
    this.iam = iam;
  }

  @Override
  public List<Needed> of(SdkRequest request) {
    String operation = RequestText.operation(request);
    String action = "iam:" + operation;
    return switch (operation) {
      case "ListRoles", "ListInstanceProfiles" -> List.of(listing(action, request));
      case "CreateRole" -> creation(request, action, made("role", request, ROLE), "TagRole");
      case "CreateInstanceProfile" ->
          creation(
              request, action, made("instance-profile", request, PROFILE), "TagInstanceProfile");
      case "CreateServiceLinkedRole" ->
          List.of(serviceLinkedRole(String.valueOf(Members.text(request, "AWSServiceName"))));
      case "AddRoleToInstanceProfile" ->
          List.of(
              profile(action, name(request, PROFILE)),
              passing(arn(name(request, ROLE)), "ec2.amazonaws.com"));
      default -> List.of(ofOne(action, operation, request));
    };
  }

  private Needed ofOne(String action, String operation, SdkRequest request) {
    Needed needed;
    if (Members.text(request, PROFILE) != null) {
      needed = profile(action, name(request, PROFILE));
    } else if (Members.text(request, ROLE) != null) {
      needed = role(action, name(request, ROLE));
    } else {
      throw Needs.unknown("iam", operation);
    }
    return needed
        .requestTags(Members.tags(request))
        .with("iam:PolicyARN", Members.text(request, "PolicyArn"));
  }

  private List<Needed> creation(SdkRequest request, String action, String arn, String tagging) {
    Map<String, String> tags = Members.tags(request);
    Needed creation =
        Needed.of(action, arn)
            .requestTags(tags)
            .with("iam:PermissionsBoundary", Members.text(request, "PermissionsBoundary"));
    List<Needed> needed = new ArrayList<>(List.of(creation));
    if (!tags.isEmpty()) {
      needed.add(Needed.of("iam:" + tagging, arn).requestTags(tags));
    }
    return needed;
  }

  /** AWS refuses with the beginning of the ARNs that are asked for, though it documents none. */
  private Needed listing(String action, SdkRequest request) {
    String prefix = Members.text(request, "PathPrefix");
    String kind = action.endsWith("Roles") ? "role" : "instance-profile";
    return Needed.of(action, iam.arn(kind + (prefix == null ? "/" : prefix)));
  }

  /** A service may take a role and use it. */
  Needed passing(String roleArnOrName, String service) {
    String arn =
        iam.find(roleArnOrName)
            .map(Role::arn)
            .orElseGet(
                () ->
                    roleArnOrName.startsWith("arn:")
                        ? roleArnOrName
                        : iam.arn("role/" + roleArnOrName));
    return Needed.of("iam:PassRole", arn).with("iam:PassedToService", service);
  }

  /** The same of the role in a profile; none if there is no such profile or no role in it. */
  List<Needed> passingRoleOf(String profileArnOrName, String service) {
    return iam
        .findProfile(profileArnOrName)
        .flatMap(Profile::role)
        .map(role -> passing(role.arn(), service))
        .stream()
        .toList();
  }

  Needed serviceLinkedRole(String principal) {
    String name = ServiceLinkedRole.of(principal).map(ServiceLinkedRole::roleName).orElse("*");
    return Needed.of(
            "iam:CreateServiceLinkedRole",
            iam.arn("role/aws-service-role/" + principal + "/" + name))
        .with("iam:AWSServiceName", principal);
  }

  /**
   * IAM refuses with the bare name of a role. Of one that is not there it cannot know the path;
   * that it takes none is chosen here, so that policies that pass here do not hang on it.
   */
  private Needed role(String action, String name) {
    Map<String, String> tags = iam.role(name).map(Role::tags).orElse(Map.of());
    return Needed.of(action, arn(name))
        .shownAs("role " + name)
        .resourceTags(tags)
        .with(
            "iam:PermissionsBoundary",
            iam.role(name).flatMap(Role::permissionsBoundary).orElse(null));
  }

  private String arn(String roleName) {
    return iam.role(roleName).map(Role::arn).orElse(iam.arn("role/" + roleName));
  }

  private Needed profile(String action, String name) {
    Needed needed =
        Needed.of(
            action,
            iam.profile(name).map(Profile::arn).orElse(iam.arn("instance-profile/" + name)));
    return needed
        .shownAs("instance profile " + name)
        .resourceTags(iam.profile(name).map(Profile::tags).orElse(Map.of()));
  }

  private String made(String kind, SdkRequest request, String nameMember) {
    String path = Members.text(request, PATH);
    return iam.arn(kind + (path == null ? "/" : path) + name(request, nameMember));
  }

  private static String name(SdkRequest request, String member) {
    @Nullable String name = Members.text(request, member);
    return name == null ? "" : name;
  }
}
