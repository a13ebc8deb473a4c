package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.Tag;

/** The role of Batch in a stack whose spec nobody knows any more. */
public final class ServiceRole {

  private ServiceRole() {}

  /**
   * The name of a stack's own role.
   *
   * @return empty if the ARN is that of another one
   */
  public static Optional<String> ownName(String arn, Names names) {
    String marker = ":role" + Names.IAM_PATH;
    int path = arn.indexOf(marker);
    String name = path < 0 ? "" : arn.substring(path + marker.length());
    return Optional.of(name).filter(it -> it.startsWith(names.role("")));
  }

  /** What makes it again, with what Batch needs to remove an environment and nothing else. */
  public static CompiledResource again(String roleName, Names names, Target target) {
    String name = roleName.substring(names.role("").length());
    List<Tag> tags =
        new TreeMap<>(names.tags(name, Map.of()))
            .entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    CreateRoleRequest role =
        CreateRoleRequest.builder()
            .roleName(roleName)
            .path(Names.IAM_PATH)
            .assumeRolePolicyDocument(Roles.trustPolicy(Set.of(RoleUse.SERVICE), target))
            .tags(tags)
            .build();
    AttachRolePolicyRequest policy =
        AttachRolePolicyRequest.builder()
            .roleName(roleName)
            .policyArn(target.managedPolicyArn(RoleUse.SERVICE.policyName().orElseThrow()))
            .build();
    return new CompiledResource(
        new Id(ResourceKind.ROLE, roleName), name, List.of(role, policy), Set.of(), List.of());
  }
}
