package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.spec.ImageTagMutability;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.RecordedRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** Roles, repositories and the like that are there, and changed in place. */
class ChangedPartsTest {

  private static final String NEWEST_FIVE =
      "{\"rules\":[{\"rulePriority\":1,\"selection\":{\"tagStatus\":\"untagged\","
          + "\"countType\":\"imageCountMoreThan\",\"countNumber\":5},"
          + "\"action\":{\"type\":\"expire\"}}]}";

  private static final String JOB_ROLE = "demo-us-east-1-job";
  private static final String READ_S3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  private static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

  private final FakeStack fake = new FakeStack();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Test
  void apply_policiesChangedByOthers_areAsTheSpecSaysAgain() {
    apply(FakeStack.recipe("demo"));
    fake.iam.attachRolePolicy(r -> r.roleName(JOB_ROLE).policyArn(READ_S3));
    fake.iam.putRolePolicy(r -> r.roleName(JOB_ROLE).policyName("data").policyDocument(ALLOW_ALL));
    fake.iam.putRolePolicy(r -> r.roleName(JOB_ROLE).policyName("more").policyDocument(ALLOW_ALL));

    ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));

    assertThat(plan).updates(ResourceKind.ROLE, "job").createsResources(0);
    assertThat(plan.toString())
        .contains("~ role demo-us-east-1-job\n")
        .contains("changes data.policyDocument.Statement.Action s3:* -> s3:GetObject\n")
        .contains("changes policyArn " + READ_S3 + " -> none\n")
        .contains("changes policyName more -> none\n");
    assertThat(appliedWrites(plan, FakeStack.recipe("demo")))
        .containsExactly("PutRolePolicy", "DetachRolePolicy", "DeleteRolePolicy");
  }

  @Test
  void apply_policiesOfTheSpecChanged_areGivenBeforeOthersAreTaken() {
    RoleSpec before =
        RoleSpec.builder("job").inlinePolicy("old", ALLOW_ALL).managedPolicyArns(READ_S3).build();
    RoleSpec after =
        RoleSpec.builder("job")
            .inlinePolicy("new", ALLOW_ALL)
            .managedPolicyArns("arn:aws:iam::123456789012:policy/frames")
            .build();
    fake.aws.addPolicy("arn:aws:iam::123456789012:policy/frames");
    apply(withJobRole(before));

    ProvisioningPlan plan = provisioner.plan(withJobRole(after));

    assertThat(appliedWrites(plan, withJobRole(after)))
        .containsExactly(
            "AttachRolePolicy", "PutRolePolicy", "DetachRolePolicy", "DeleteRolePolicy");
    assertThat(
            fake.iam.listAttachedRolePolicies(r -> r.roleName(JOB_ROLE)).attachedPolicies().stream()
                .map(AttachedPolicy::policyName))
        .containsExactly("frames");
  }

  private static StackSpec withJobRole(RoleSpec role) {
    StackSpec stack = FakeStack.onDemand("demo");
    return stack.toBuilder()
        .jobDefinitions(List.of(stack.jobDefinitions().get(0).toBuilder().jobRole(role).build()))
        .build();
  }

  @Test
  void apply_otherTagOfTheStack_isPutOnEverythingAndChangesNothingElse() {
    StackSpec before = FakeStack.onDemand("demo");
    StackSpec after = before.toBuilder().tag("Team", "render").build();
    apply(before);

    ProvisioningPlan plan = provisioner.plan(after);

    assertThat(actions(plan))
        .containsExactly(
            "UPDATE role demo-us-east-1-instance",
            "UPDATE instance profile demo-us-east-1-instance",
            "UPDATE role demo-us-east-1-job",
            "UPDATE role demo-us-east-1-execution",
            "UPDATE log group /aws/batch/job/demo",
            "UPDATE security group demo",
            "UPDATE (infrastructure) compute environment demo-steady-1",
            "UPDATE job queue demo-jobs",
            "UPDATE job definition demo-work:1");
    assertThat(appliedWrites(plan, after))
        .containsExactlyInAnyOrder(
            "TagRole",
            "TagRole",
            "TagRole",
            "TagInstanceProfile",
            "TagResource",
            "CreateTags",
            "UpdateComputeEnvironment",
            "TagResource",
            "TagResource",
            "TagResource");
    assertThat(fake.batch.describeJobDefinitions().jobDefinitions()).hasSize(1);
  }

  @Test
  void apply_otherRetention_isPut() {
    StackSpec after = FakeStack.recipe("demo").toBuilder().logRetention(Duration.ofDays(7)).build();
    apply(FakeStack.recipe("demo"));

    ProvisioningPlan plan = provisioner.plan(after);

    assertThat(plan.toString())
        .contains("~ log group /aws/batch/job/demo\n    changes retentionInDays 30 -> 7\n");
    assertThat(appliedWrites(plan, after)).containsExactly("PutRetentionPolicy");
  }

  @Test
  void apply_profileWithTheRoleOfAnother_getsItsOwnBack() {
    apply(FakeStack.onDemand("demo"));
    String profile = "demo-us-east-1-instance";
    fake.iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(profile));
    fake.iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(JOB_ROLE));

    ProvisioningPlan plan = provisioner.plan(FakeStack.onDemand("demo"));

    assertThat(plan.toString())
        .contains("changes roleName demo-us-east-1-job -> demo-us-east-1-instance");
    assertThat(appliedWrites(plan, FakeStack.onDemand("demo")))
        .containsExactly("RemoveRoleFromInstanceProfile", "AddRoleToInstanceProfile");
  }

  @Test
  void apply_trustAndBoundary_areSetInPlace() {
    String boundary = "arn:aws:iam::123456789012:policy/boundary";
    fake.aws.addPolicy(boundary);
    StackSpec bounded = FakeStack.recipe("demo").toBuilder().permissionsBoundary(boundary).build();
    apply(FakeStack.recipe("demo"));
    fake.iam.updateAssumeRolePolicy(
        r ->
            r.roleName(JOB_ROLE)
                .policyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},"
                        + "\"Action\":\"sts:AssumeRole\"}]}"));

    List<String> given = appliedWrites(provisioner.plan(bounded), bounded);
    List<String> takenBack =
        appliedWrites(provisioner.plan(FakeStack.recipe("demo")), FakeStack.recipe("demo"));

    assertThat(given)
        .containsExactlyInAnyOrder(
            "PutRolePermissionsBoundary",
            "PutRolePermissionsBoundary",
            "PutRolePermissionsBoundary",
            "PutRolePermissionsBoundary",
            "UpdateAssumeRolePolicy");
    assertThat(takenBack)
        .hasSize(4)
        .allMatch(operation -> operation.equals("DeleteRolePermissionsBoundary"));
  }

  @Test
  void apply_mutabilityAndScanning_areSetAndTheImagesStay() {
    StackSpec after =
        FakeStack.recipe("demo").toBuilder()
            .repositories(
                List.of(
                    RepositorySpec.builder("app")
                        .imageTagMutability(ImageTagMutability.IMMUTABLE)
                        .scanOnPush(true)
                        .build()))
            .build();
    apply(FakeStack.recipe("demo"));

    assertThat(appliedWrites(provisioner.plan(after), after))
        .containsExactly("PutImageTagMutability", "PutImageScanningConfiguration");
  }

  @Test
  void apply_expiryGivenAndTakenBack_isPutAndDeleted() {
    StackSpec without = FakeStack.recipe("demo");
    StackSpec expiring =
        without.toBuilder()
            .repositories(
                List.of(RepositorySpec.builder("app").untaggedExpiry(Duration.ofDays(9)).build()))
            .build();
    apply(without);

    assertThat(appliedWrites(provisioner.plan(expiring), expiring))
        .containsExactly("PutLifecyclePolicy");
    assertThat(appliedWrites(provisioner.plan(without), without))
        .containsExactly("DeleteLifecyclePolicy");
  }

  @Test
  void plan_lifecyclePolicyOfOthers_isTheirsUntilTheSpecHasOne() {
    StackSpec without = FakeStack.recipe("demo");
    apply(without);
    fake.ecr.putLifecyclePolicy(r -> r.repositoryName("demo-app").lifecyclePolicyText(NEWEST_FIVE));

    assertThat(provisioner.plan(without)).changesNothing();
    StackSpec expiring =
        without.toBuilder()
            .repositories(
                List.of(RepositorySpec.builder("app").untaggedExpiry(Duration.ofDays(9)).build()))
            .build();
    assertThat(provisioner.plan(expiring).toString())
        .contains("\n~ repository demo-app\n    changes lifecyclePolicyText.rules.")
        .contains("selection.countNumber 5 -> 9");
    assertThat(appliedWrites(provisioner.plan(expiring), expiring))
        .containsExactly("PutLifecyclePolicy");
  }

  /** Applies a plan, and says what that sent; the stack must then be as it should be. */
  private List<String> appliedWrites(ProvisioningPlan plan, StackSpec stack) {
    fake.aws.journal().clear();
    provisioner.apply(plan);
    List<String> writes =
        fake.aws.journal().all().stream()
            .map(RecordedRequest::operation)
            .filter(operation -> !operation.matches("(Get|List|Describe).*"))
            .toList();
    assertThat(provisioner.plan(stack)).changesNothing();
    return writes;
  }

  private static List<String> actions(ProvisioningPlan plan) {
    return plan.actions().stream()
        .filter(action -> action.type() != PlannedAction.Type.KEEP)
        .map(PlannedAction::toString)
        .toList();
  }

  private Deployment apply(StackSpec stack) {
    return provisioner.apply(provisioner.plan(stack));
  }
}
