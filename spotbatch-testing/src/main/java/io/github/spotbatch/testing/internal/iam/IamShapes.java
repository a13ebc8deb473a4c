package io.github.spotbatch.testing.internal.iam;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Tag;

/** The state in the SDK's shapes. */
final class IamShapes {

  private IamShapes() {}

  /** A role with all that GetRole shows. */
  static software.amazon.awssdk.services.iam.model.Role full(Role role) {
    var builder = brief(role).toBuilder().tags(tags(role.tags()));
    if (!role.description().isEmpty()) {
      builder.description(role.description());
    }
    role.permissionsBoundary()
        .ifPresent(
            arn ->
                builder.permissionsBoundary(
                    AttachedPermissionsBoundary.builder()
                        .permissionsBoundaryType("Policy")
                        .permissionsBoundaryArn(arn)
                        .build()));
    return builder.build();
  }

  /** A role as lists show it: without its tags and its boundary. */
  static software.amazon.awssdk.services.iam.model.Role brief(Role role) {
    var builder =
        software.amazon.awssdk.services.iam.model.Role.builder()
            .path(role.path())
            .roleName(role.name())
            .roleId(role.id())
            .arn(role.arn())
            .createDate(role.createdAt())
            .maxSessionDuration(role.maxSessionSeconds())
            .assumeRolePolicyDocument(encode(role.trustPolicy().text()));
    if (!role.description().isEmpty()) {
      builder.description(role.description());
    }
    return builder.build();
  }

  /** A profile with all that GetInstanceProfile shows. */
  static InstanceProfile full(Profile profile) {
    return brief(profile).toBuilder().tags(tags(profile.tags())).build();
  }

  /** A profile as lists show it: without its tags. */
  static InstanceProfile brief(Profile profile) {
    return InstanceProfile.builder()
        .path(profile.path())
        .instanceProfileName(profile.name())
        .instanceProfileId(profile.id())
        .arn(profile.arn())
        .createDate(profile.createdAt())
        .roles(profile.role().map(IamShapes::brief).stream().toList())
        .build();
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream().map(IamShapes::tag).toList();
  }

  static Tag tag(Map.Entry<String, String> tag) {
    return Tag.builder().key(tag.getKey()).value(tag.getValue()).build();
  }

  /** IAM answers documents percent-encoded, blanks too. */
  static String encode(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
