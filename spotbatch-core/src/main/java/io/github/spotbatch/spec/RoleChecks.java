package io.github.spotbatch.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What IAM asks of a role. */
final class RoleChecks {
  /** The limit on all inline policies of a role together, white space not counted. */
  private static final int MOST_INLINE = 10_240;

  /** The inline policy that grants become. */
  private static final String GRANTS = "grants";

  /** What stands around the texts of all grants, and of each one. */
  private static final int AROUND_GRANTS = 38;

  private static final int AROUND_GRANT = 43;

  private RoleChecks() {}

  static void check(RoleSpec role) {
    Problems problems = Problems.in("role", role.name());
    role.existingArn()
        .ifPresentOrElse(
            arn -> checkExisting(problems, arn, role), () -> checkMade(problems, role));
    problems.throwIfAny();
  }

  /** Checks that an existing role is of the kind that its use asks for. */
  static void checkExisting(
      Problems problems, String attribute, Optional<RoleSpec> role, Form arnForm) {
    problems.requireForm(attribute, role.flatMap(RoleSpec::existingArn), arnForm);
  }

  private static void checkExisting(Problems problems, String arn, RoleSpec role) {
    problems.requireForm("existingArn", arn, Form.ROLE_OR_PROFILE_ARN);
    boolean asItIs =
        role.managedPolicyArns().isEmpty()
            && role.inlinePolicies().isEmpty()
            && role.grants().isEmpty()
            && role.permissionsBoundary().isEmpty();
    String fix =
        "is used as it is: give no policies, no grants and no boundary, or let the role be made";
    problems.require(asItIs, "existingArn", arn, fix);
  }

  private static void checkMade(Problems problems, RoleSpec role) {
    problems.requireForm("name", role.name(), Form.ROLE_NAME);
    problems.requireForms("managedPolicyArns", role.managedPolicyArns(), Form.POLICY_ARN);
    problems.requireDistinct("managedPolicyArns", role.managedPolicyArns());
    problems.requireForm("permissionsBoundary", role.permissionsBoundary(), Form.POLICY_ARN);
    boolean free = role.grants().isEmpty() || !role.inlinePolicies().containsKey(GRANTS);
    String fix = "must not have this name, which is that of the role's grants";
    problems.require(free, "inlinePolicies[" + GRANTS + "]", GRANTS, fix);
    checkInline(problems, role.inlinePolicies(), length(role.grants()));
  }

  private static int length(List<GrantSpec> grants) {
    int texts =
        grants.stream()
            .flatMap(grant -> Stream.concat(grant.actions().stream(), grant.resources().stream()))
            .mapToInt(text -> text.length() + 3)
            .sum();
    return grants.isEmpty() ? 0 : texts + AROUND_GRANTS + grants.size() * AROUND_GRANT;
  }

  private static void checkInline(Problems problems, Map<String, String> policies, int grants) {
    int length = grants;
    for (Map.Entry<String, String> policy : policies.entrySet()) {
      String path = "inlinePolicies[" + policy.getKey() + "]";
      String json = policy.getValue().strip();
      problems.requireForm(path, policy.getKey(), Form.POLICY_NAME);
      boolean looksRight = json.startsWith("{") && json.endsWith("}");
      problems.require(looksRight, path, json, "must be a JSON object");
      length += json.replaceAll("\\s", "").length();
    }
    String fix = "must be at most " + MOST_INLINE + " characters together; use managed policies";
    problems.require(length <= MOST_INLINE, "inlinePolicies", length + " characters", fix);
  }
}
