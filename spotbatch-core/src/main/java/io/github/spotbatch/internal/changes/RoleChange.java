package io.github.spotbatch.internal.changes;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.diff.Differences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;

/**
 * The change of a role in place, so that what runs under it goes on. What it may do is added before
 * anything is taken away, and its boundary is set before that.
 */
final class RoleChange {

  private static final String TRUST = "assumeRolePolicyDocument";
  private static final String BOUNDARY = "permissionsBoundary";

  private final AwsResource there;
  private final CreateRoleRequest before;
  private final CreateRoleRequest after;
  private final List<AwsRequest> policiesBefore;
  private final List<AwsRequest> policiesAfter;
  private final Fields fields;

  private RoleChange(AwsResource there, List<AwsRequest> asItIs, List<AwsRequest> wanted) {
    this.there = there;
    this.before = (CreateRoleRequest) asItIs.get(0);
    this.after = (CreateRoleRequest) wanted.get(0);
    this.policiesBefore = asItIs.subList(1, asItIs.size());
    this.policiesAfter = wanted.subList(1, wanted.size());
    this.fields = new Fields(Differences.between(before, after));
  }

  static Change of(AwsResource there, List<AwsRequest> asItIs, List<AwsRequest> wanted) {
    return new RoleChange(there, asItIs, wanted).change();
  }

  private Change change() {
    Set<String> fixed = fields.but(Set.of(TRUST, BOUNDARY, Fields.TAGS));
    if (!fixed.isEmpty()) {
      return Change.Refusal.of(fixed, "delete the role and plan again");
    }
    List<AwsRequest> requests = new ArrayList<>();
    if (fields.has(BOUNDARY)) {
      requests.add(boundary());
    }
    if (fields.has(TRUST)) {
      requests.add(
          UpdateAssumeRolePolicyRequest.builder()
              .roleName(there.awsName())
              .policyDocument(after.assumeRolePolicyDocument())
              .build());
    }
    given(requests);
    taken(requests);
    if (fields.has(Fields.TAGS)) {
      requests.add(
          TagRoleRequest.builder()
              .roleName(there.awsName())
              .tags(after.tags().stream().filter(tag -> fields.tagDiffers(tag.key())).toList())
              .build());
    }
    return Change.InPlace.quiet(requests);
  }

  private AwsRequest boundary() {
    return after.permissionsBoundary() == null
        ? DeleteRolePermissionsBoundaryRequest.builder().roleName(there.awsName()).build()
        : PutRolePermissionsBoundaryRequest.builder()
            .roleName(there.awsName())
            .permissionsBoundary(after.permissionsBoundary())
            .build();
  }

  private void given(List<AwsRequest> requests) {
    Map<String, AwsRequest> attached = attached(policiesBefore);
    attached(policiesAfter)
        .forEach(
            (policy, attach) -> {
              if (!attached.containsKey(policy)) {
                requests.add(attach);
              }
            });
    Map<String, PutRolePolicyRequest> present = inline(policiesBefore);
    inline(policiesAfter)
        .forEach(
            (name, put) -> {
              PutRolePolicyRequest same = present.get(name);
              if (same == null || !Differences.between(same, put).isEmpty()) {
                requests.add(put);
              }
            });
  }

  private void taken(List<AwsRequest> requests) {
    Set<String> attached = new LinkedHashSet<>(attached(policiesBefore).keySet());
    attached.removeAll(attached(policiesAfter).keySet());
    for (String policy : attached) {
      requests.add(
          DetachRolePolicyRequest.builder().roleName(there.awsName()).policyArn(policy).build());
    }
    Set<String> present = new LinkedHashSet<>(inline(policiesBefore).keySet());
    present.removeAll(inline(policiesAfter).keySet());
    for (String name : present) {
      requests.add(
          DeleteRolePolicyRequest.builder().roleName(there.awsName()).policyName(name).build());
    }
  }

  private static Map<String, AwsRequest> attached(List<AwsRequest> policies) {
    Map<String, AwsRequest> attached = new LinkedHashMap<>();
    policies.stream()
        .filter(AttachRolePolicyRequest.class::isInstance)
        .map(AttachRolePolicyRequest.class::cast)
        .forEach(attach -> attached.put(attach.policyArn(), attach));
    return attached;
  }

  private static Map<String, PutRolePolicyRequest> inline(List<AwsRequest> policies) {
    Map<String, PutRolePolicyRequest> inline = new LinkedHashMap<>();
    policies.stream()
        .filter(PutRolePolicyRequest.class::isInstance)
        .map(PutRolePolicyRequest.class::cast)
        .forEach(put -> inline.put(put.policyName(), put));
    return inline;
  }
}
