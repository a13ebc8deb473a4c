package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static io.github.spotbatch.spec.Samples.POLICY_ARN;
import static io.github.spotbatch.spec.Samples.ROLE_ARN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleSpecTest {

  private static final GrantSpec GRANT = GrantSpec.of("s3:GetObject", "arn:aws:s3:::frames/*");

  @Test
  void build_onlyName_hasDefaults() {
    RoleSpec role = RoleSpec.builder("job").build();

    assertThat(role.name()).isEqualTo("job");
    assertThat(role.existingArn()).isEmpty();
    assertThat(role.managedPolicyArns()).isEmpty();
    assertThat(role.grants()).isEmpty();
    assertThat(role.inlinePolicies()).isEmpty();
    assertThat(role.permissionsBoundary()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::123456789012:role/job",
        "arn:aws-cn:iam::123456789012:role/a/b/job",
        "arn:aws-us-gov:iam::123456789012:instance-profile/job"
      })
  void existing_anyArn_isKeptWithItsName(String arn) {
    RoleSpec role = RoleSpec.existing(arn);

    assertThat(role.existingArn()).hasValue(arn);
    assertThat(role.name()).isEqualTo("job");
  }

  static Stream<Refused> refusals() {
    String policy =
        "must be the ARN of a policy, like arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    String large = "{\"a\":\"" + "x".repeat(10_240) + "\"}";
    return Stream.of(
        refused(
            "IAM-4",
            () -> RoleSpec.builder("a/b").build(),
            "role[a/b].name",
            "a/b",
            "must be 1 to 64 letters, digits and _+=,.@-"),
        refused(
            "role's ARN",
            () -> RoleSpec.existing("name"),
            "role[name].existingArn",
            "name",
            "must be the ARN of a role or instance profile, like"
                + " arn:aws:iam::123456789012:role/name"),
        refused(
            "role as it is",
            () -> RoleSpec.existing(ROLE_ARN).toBuilder().managedPolicyArns(POLICY_ARN).build(),
            "role[name].existingArn",
            ROLE_ARN,
            "is used as it is: give no policies, no grants and no boundary, or let the role be made"),
        refused(
            "policy's ARN",
            () -> RoleSpec.builder("a").managedPolicyArns("AmazonS3ReadOnlyAccess").build(),
            "role[a].managedPolicyArns[0]",
            "AmazonS3ReadOnlyAccess",
            policy),
        refused(
            "policy twice",
            () ->
                RoleSpec.builder("a")
                    .addManagedPolicyArn(POLICY_ARN)
                    .addManagedPolicyArn(POLICY_ARN)
                    .build(),
            "role[a].managedPolicyArns[1]",
            POLICY_ARN,
            "must not be given twice"),
        refused(
            "boundary's ARN",
            () -> RoleSpec.builder("a").permissionsBoundary(ROLE_ARN).build(),
            "role[a].permissionsBoundary",
            ROLE_ARN,
            policy),
        refused(
            "IAM-4",
            () -> RoleSpec.builder("a").inlinePolicy("x y", "{}").build(),
            "role[a].inlinePolicies[x y]",
            "x y",
            "must be 1 to 128 letters, digits and _+=,.@-"),
        refused(
            "policy's text",
            () -> RoleSpec.builder("a").inlinePolicy("x", "allow").build(),
            "role[a].inlinePolicies[x]",
            "allow",
            "must be a JSON object"),
        refused(
            "role as it is",
            () -> RoleSpec.existing(ROLE_ARN).toBuilder().grant(GRANT).build(),
            "role[name].existingArn",
            ROLE_ARN,
            "is used as it is: give no policies, no grants and no boundary, or let the role be made"),
        refused(
            "grants' name",
            () -> RoleSpec.builder("a").grant(GRANT).inlinePolicy("grants", "{}").build(),
            "role[a].inlinePolicies[grants]",
            "grants",
            "must not have this name, which is that of the role's grants"),
        refused(
            "grants' length",
            () -> RoleSpec.builder("a").grants(Collections.nCopies(150, GRANT)).build(),
            "role[a].inlinePolicies",
            "12338 characters",
            "must be at most 10240 characters together; use managed policies"),
        refused(
            "grant's action",
            () -> GrantSpec.of("GetObject", "*"),
            "grant.actions[0]",
            "GetObject",
            "must be an action of IAM, like s3:GetObject"),
        refused(
            "grant's actions",
            () -> GrantSpec.of(List.of(), List.of("*")),
            "grant.actions",
            "(none)",
            "must name at least one action"),
        refused(
            "grant's actions",
            () -> GrantSpec.of(List.of("s3:GetObject", "s3:GetObject"), List.of("*")),
            "grant.actions[1]",
            "s3:GetObject",
            "must not be given twice"),
        refused(
            "grant's resource",
            () -> GrantSpec.of("s3:GetObject", "my bucket"),
            "grant.resources[0]",
            "my bucket",
            "must be an ARN, like arn:aws:s3:::bucket/folder/*, or * alone"),
        refused(
            "grant's resource",
            () -> GrantSpec.of("s3:GetObject", "arn:aws:s3:::a\"b"),
            "grant.resources[0]",
            "arn:aws:s3:::a\"b",
            "must be an ARN, like arn:aws:s3:::bucket/folder/*, or * alone"),
        refused(
            "grant's resources",
            () -> GrantSpec.of("s3:GetObject"),
            "grant.resources",
            "(none)",
            "must name at least one ARN"),
        refused(
            "policies' length",
            () -> RoleSpec.builder("a").inlinePolicy("x", large).build(),
            "role[a].inlinePolicies",
            "10248 characters",
            "must be at most 10240 characters together; use managed policies"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }
}
