package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.internal.Page;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;

/** IAM's operations on the policies of roles, attached and inline. */
final class RolePolicyCalls {

  private static final int MAX_ATTACHED = 10;
  private static final int MAX_INLINE_CHARACTERS = 10_240;
  private static final int MAX_NAME = 128;

  private final IamState state;
  private final RoleCalls roles;

  RolePolicyCalls(IamState state, RoleCalls roles) {
    this.state = state;
    this.roles = roles;
  }

  AttachRolePolicyResponse attach(AttachRolePolicyRequest request) {
    Role role = roles.findModifiable(request.roleName());
    String arn = IamChecks.policyArn(request.policyArn());
    if (!state.policyExists(arn)) {
      throw IamFaults.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
    }
    Set<String> attached = role.attachedPolicies().present().keySet();
    if (attached.size() >= MAX_ATTACHED && !attached.contains(arn)) {
      throw IamFaults.limitExceeded("Cannot exceed quota for PoliciesPerRole: " + MAX_ATTACHED);
    }
    role.attachedPolicies().put(arn, arn);
    return AttachRolePolicyResponse.builder().build();
  }

  DetachRolePolicyResponse detach(DetachRolePolicyRequest request) {
    Role role = roles.findModifiable(request.roleName());
    String arn = IamChecks.policyArn(request.policyArn());
    if (!role.attachedPolicies().remove(arn)) {
      throw IamFaults.noSuchEntity("Policy " + arn + " was not found.");
    }
    return DetachRolePolicyResponse.builder().build();
  }

  ListAttachedRolePoliciesResponse listAttached(ListAttachedRolePoliciesRequest request) {
    Role role = roles.find(request.roleName());
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<String> arns =
        role.attachedPolicies().present().keySet().stream()
            .filter(arn -> path(arn).startsWith(prefix))
            .toList();
    Page<String> page = IamChecks.page(arns, arn -> arn, request.marker(), request.maxItems());
    return ListAttachedRolePoliciesResponse.builder()
        .attachedPolicies(page.items().stream().map(RolePolicyCalls::attached).toList())
        .isTruncated(page.nextToken() != null)
        .marker(page.nextToken())
        .build();
  }

  PutRolePolicyResponse put(PutRolePolicyRequest request) {
    Role role = roles.findModifiable(request.roleName());
    String name = policyName(request.policyName());
    String document = IamChecks.inlinePolicy(request.policyDocument());
    long others =
        role.inlinePolicies().present().entrySet().stream()
            .filter(policy -> !policy.getKey().equals(name))
            .mapToLong(policy -> characters(policy.getValue()))
            .sum();
    if (others + characters(document) > MAX_INLINE_CHARACTERS) {
      throw IamFaults.limitExceeded(
          "Maximum policy size of "
              + MAX_INLINE_CHARACTERS
              + " bytes exceeded for role "
              + role.name());
    }
    role.inlinePolicies().put(name, document);
    return PutRolePolicyResponse.builder().build();
  }

  GetRolePolicyResponse get(GetRolePolicyRequest request) {
    Role role = roles.find(request.roleName());
    String name = policyName(request.policyName());
    String document = role.inlinePolicies().present().get(name);
    if (document == null) {
      throw noInlinePolicy(name);
    }
    return GetRolePolicyResponse.builder()
        .roleName(role.name())
        .policyName(name)
        .policyDocument(IamShapes.encode(document))
        .build();
  }

  DeleteRolePolicyResponse delete(DeleteRolePolicyRequest request) {
    Role role = roles.findModifiable(request.roleName());
    String name = policyName(request.policyName());
    if (!role.inlinePolicies().remove(name)) {
      throw noInlinePolicy(name);
    }
    return DeleteRolePolicyResponse.builder().build();
  }

  ListRolePoliciesResponse list(ListRolePoliciesRequest request) {
    Role role = roles.find(request.roleName());
    List<String> names = List.copyOf(role.inlinePolicies().present().keySet());
    Page<String> page = IamChecks.page(names, name -> name, request.marker(), request.maxItems());
    return ListRolePoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.nextToken() != null)
        .marker(page.nextToken())
        .build();
  }

  private static RuntimeException noInlinePolicy(String name) {
    return IamFaults.noSuchEntity("The role policy with name " + name + " cannot be found.");
  }

  private static String policyName(@Nullable String name) {
    return IamChecks.name("policyName", name, MAX_NAME);
  }

  private static AttachedPolicy attached(String arn) {
    return AttachedPolicy.builder()
        .policyArn(arn)
        .policyName(arn.substring(arn.lastIndexOf('/') + 1))
        .build();
  }

  private static String path(String arn) {
    return arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
  }

  // IAM does not count white space.
  private static int characters(String document) {
    return document.replaceAll("\\s", "").length();
  }
}
