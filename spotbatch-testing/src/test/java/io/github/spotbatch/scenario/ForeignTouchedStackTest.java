package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.IncompleteDestroyException;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;

/** What is left of a stack that others had their hands in, and why. */
class ForeignTouchedStackTest {

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";

  private final FakeStack fake = FakeStack.typed();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  /** What others use stays, and with it what that needs. */
  @Nested
  class Used {

    @Test
    void destroy_rolesThatOthersUse_keepsThemAndSaysWho() {
      apply(FakeStack.recipe("demo"));
      String profile = "demo-us-east-1-instance";
      String job = arn("demo-us-east-1-job");
      fake.iam.createInstanceProfile(r -> r.instanceProfileName("theirs"));
      fake.iam.addRoleToInstanceProfile(r -> r.instanceProfileName("theirs").roleName(profile));
      register("nightly", job);
      register("weekly", job);

      DestroyReport report = provisioner.destroy("demo");

      assertThat(report.remaining())
          .extracting(Object::toString)
          .containsExactlyInAnyOrder(
              "role demo-us-east-1-instance: instance profile theirs uses it",
              "role demo-us-east-1-job: job definition nightly:1, job definition weekly:1 use it");
      assertThat(report.deleted()).hasSize(9);
      assertThat(fake.iam.listAttachedRolePolicies(r -> r.roleName(profile)).attachedPolicies())
          .isNotEmpty();
    }

    @Test
    void destroy_roleUsedByAnInactiveDefinition_deletesIt() {
      apply(FakeStack.onDemand("demo"));
      register("old", arn("demo-us-east-1-job"));
      fake.batch.deregisterJobDefinition(r -> r.jobDefinition("old:1"));

      assertThat(provisioner.destroy("demo").remaining()).isEmpty();
    }

    @Test
    void destroy_queueOfAnotherOnItsEnvironment_keepsThatAndWhatItNeeds() {
      apply(FakeStack.recipe("demo"));
      fake.batch.createJobQueue(
          r ->
              r.jobQueueName("theirs")
                  .priority(1)
                  .computeEnvironmentOrder(o -> o.order(1).computeEnvironment("demo-spot-1")));
      fake.aws.advance(Duration.ofMinutes(1));

      DestroyReport report = provisioner.destroy("demo");

      assertThat(report.remaining())
          .extracting(Object::toString)
          .containsExactlyInAnyOrder(
              "compute environment demo-spot-1: job queue theirs uses it",
              "security group demo: compute environment demo-spot-1 uses it",
              "instance profile demo-us-east-1-instance: compute environment demo-spot-1 uses it",
              "role demo-us-east-1-instance: instance profile demo-us-east-1-instance uses it",
              "role demo-us-east-1-service: compute environment demo-spot-1 uses it");
      assertThat(environment().stateAsString()).isEqualTo("ENABLED");
      assertThat(environment().status()).isEqualTo(CEStatus.VALID);

      fake.batch.updateJobQueue(r -> r.jobQueue("theirs").state("DISABLED"));
      fake.aws.advance(Duration.ofMinutes(1));
      fake.batch.deleteJobQueue(r -> r.jobQueue("theirs"));
      assertThat(provisioner.destroy("demo").remaining()).isEmpty();
      fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    }

    @Test
    void destroy_environmentWithoutItsTag_isSomebodyElsesAndKeepsWhatItUses() {
      apply(FakeStack.recipe("demo"));
      fake.batch.untagResource(
          r -> r.resourceArn(environment().computeEnvironmentArn()).tagKeys("spotbatch:stack"));

      DestroyReport report = provisioner.destroy("demo");

      assertThat(report.remaining())
          .extracting(left -> left.resource().awsName())
          .containsExactlyInAnyOrder(
              "demo",
              "demo-us-east-1-instance",
              "demo-us-east-1-instance",
              "demo-us-east-1-service");
      assertThat(environment().status()).isEqualTo(CEStatus.VALID);
    }

    @Test
    void destroy_queueWithoutItsTag_isSomebodyElsesAndKeepsItsEnvironment() {
      apply(FakeStack.onDemand("demo"));
      String queue = fake.batch.describeJobQueues().jobQueues().get(0).jobQueueArn();
      fake.batch.untagResource(r -> r.resourceArn(queue).tagKeys("spotbatch:region"));

      assertThat(provisioner.destroy("demo").remaining())
          .extracting(Object::toString)
          .contains("compute environment demo-steady-1: job queue demo-jobs uses it");
    }
  }

  /** What others have changed of it is no obstacle. */
  @Nested
  class Changed {

    @Test
    void destroy_policiesThatOthersAttached_goWithTheRole() {
      apply(FakeStack.recipe("demo"));
      fake.iam.attachRolePolicy(
          r ->
              r.roleName("demo-us-east-1-job")
                  .policyArn("arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"));
      fake.iam.putRolePolicy(
          r -> r.roleName("demo-us-east-1-service").policyName("mine").policyDocument(POLICY));

      assertGoesWhole();
    }

    @Test
    void destroy_anotherRoleInItsProfile_isTakenOutAndStays() {
      apply(FakeStack.recipe("demo"));
      fake.iam.createRole(r -> r.roleName("theirs").assumeRolePolicyDocument(TRUST));
      String profile = "demo-us-east-1-instance";
      fake.iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(profile));
      fake.iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName("theirs"));

      assertThat(provisioner.destroy("demo").remaining()).isEmpty();
      assertThat(fake.iam.getRole(r -> r.roleName("theirs")).role()).isNotNull();
      assertThat(provisioner.stacks()).isEmpty();
    }

    @Test
    void destroy_everythingDisabledByHand_goesWhole() {
      apply(FakeStack.recipe("demo"));
      fake.batch.updateJobQueue(r -> r.jobQueue("demo-jobs").state("DISABLED"));
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").state("DISABLED"));
      fake.aws.advance(Duration.ofMinutes(1));
      fake.aws.journal().clear();

      assertGoesWhole();
      assertThat(fake.aws.journal().matching("Update*")).isEmpty();
    }

    @Test
    void destroy_queueAndEnvironmentAlreadyGoing_waitsForThem() {
      apply(FakeStack.recipe("demo"));
      fake.batch.updateJobQueue(r -> r.jobQueue("demo-jobs").state("DISABLED"));
      fake.aws.advance(Duration.ofMinutes(1));
      fake.batch.deleteJobQueue(r -> r.jobQueue("demo-jobs"));

      assertGoesWhole();
    }

    @Test
    void destroy_policyAttachedInTheMiddle_goesWithTheRole() {
      apply(FakeStack.recipe("demo"));
      try (SpotBatch late =
          fake.spotBatch(
              request -> {
                if (request.getClass().getSimpleName().equals("DeleteComputeEnvironmentRequest")) {
                  fake.iam.putRolePolicy(
                      r ->
                          r.roleName("demo-us-east-1-service")
                              .policyName("late")
                              .policyDocument(POLICY));
                }
                return request;
              })) {
        assertThat(late.provisioner().destroy("demo").remaining()).isEmpty();
      }
      fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    }

    private void assertGoesWhole() {
      DestroyReport report = provisioner.destroy("demo");
      assertThat(report.remaining()).isEmpty();
      fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    }
  }

  /** Batch deletes an environment in its service role. */
  @Nested
  class VanishedRole {

    @Test
    @Rule({"CE-91", "UNV-7"})
    void destroy_ownServiceRoleIsGone_makesItAgainForAsLongAsItTakes() {
      apply(FakeStack.recipe("demo"));
      deleteRole("demo-us-east-1-service");

      assertThat(provisioner.planDestroy("demo").toString())
          .contains(
              "- compute environment demo-spot-1\n    CreateRole {",
              "note: its role demo-us-east-1-service is gone, without which Batch cannot delete it,"
                  + " so the role is made again, and deleted afterwards");
      DestroyReport report = provisioner.destroy("demo");

      assertThat(report.remaining()).isEmpty();
      assertThat(report.deleted())
          .extracting(AwsResource::awsName)
          .contains("demo-spot-1", "demo-us-east-1-service");
      fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    }

    @Test
    @Rule({"CE-91", "UNV-7"})
    void destroy_environmentHasBeenStuckForThatBefore_goesToo() {
      apply(FakeStack.recipe("demo"));
      deleteRole("demo-us-east-1-service");
      fake.batch.updateJobQueue(r -> r.jobQueue("demo-jobs").state("DISABLED"));
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").state("DISABLED"));
      fake.aws.advance(Duration.ofMinutes(1));
      fake.batch.deleteJobQueue(r -> r.jobQueue("demo-jobs"));
      fake.aws.advance(Duration.ofMinutes(1));
      fake.batch.deleteComputeEnvironment(r -> r.computeEnvironment("demo-spot-1"));
      fake.aws.advance(Duration.ofMinutes(1));
      assertThat(environment().status()).isEqualTo(CEStatus.INVALID);

      assertThat(provisioner.destroy("demo").remaining()).isEmpty();
      fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    }

    @Test
    @Rule({"CE-91", "UNV-7"})
    void destroy_serviceRoleOfAnotherIsGone_leavesTheEnvironmentAndSaysWhatToDo() {
      String role =
          fake.iam
              .createRole(
                  r ->
                      r.roleName("their-batch")
                          .assumeRolePolicyDocument(TRUST.replace("ec2", "batch")))
              .role()
              .arn();
      fake.iam.attachRolePolicy(
          r ->
              r.roleName("their-batch")
                  .policyArn("arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"));
      apply(withServiceRole(role));
      deleteRole("their-batch");

      IncompleteDestroyException failure = destroyInVain();

      assertThat(failure)
          .hasMessageContaining("Could not delete compute environment demo-spot-1:")
          .hasMessageContaining(
              "Batch works on it in the service role " + role + ": see that this role exists")
          .hasMessageContaining(
              "instance profile demo-us-east-1-instance: compute environment demo-spot-1, which"
                  + " needs it, is still there")
          .hasMessageEndingWith("destroy(\"demo\") can be called again to remove the rest.");
      assertThat(failure.report().remaining())
          .extracting(left -> left.resource().awsName())
          .containsExactlyInAnyOrder(
              "demo-spot-1", "demo", "demo-us-east-1-instance", "demo-us-east-1-instance");
      assertThat(failure.report().deleted()).hasSize(6);

      fake.iam.createRole(
          r -> r.roleName("their-batch").assumeRolePolicyDocument(TRUST.replace("ec2", "batch")));
      fake.iam.attachRolePolicy(
          r ->
              r.roleName("their-batch")
                  .policyArn("arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"));
      assertThat(provisioner.destroy("demo").remaining()).isEmpty();
      assertThat(fake.iam.getRole(r -> r.roleName("their-batch")).role()).isNotNull();
    }

    private StackSpec withServiceRole(String arn) {
      SpotComputeEnvironment spot =
          (SpotComputeEnvironment) FakeStack.recipe("demo").computeEnvironments().get(0);
      return FakeStack.recipe("demo").toBuilder()
          .computeEnvironments(
              List.of(spot.toBuilder().serviceRole(RoleSpec.existing(arn)).build()))
          .build();
    }
  }

  /** What AWS does not let go holds only what it needs itself. */
  @Nested
  class Failures {

    @Test
    void destroy_repositoryIsRefused_deletesAllElseAndThrows() {
      apply(FakeStack.recipe("demo"));
      fake.aws.faults().on("DeleteRepository").fail();

      IncompleteDestroyException failure = destroyInVain();

      assertThat(failure).hasMessageStartingWith("Could not delete repository demo-app: ");
      assertThat(failure.report().remaining())
          .extracting(left -> left.resource().awsName())
          .containsExactly("demo-app");
      assertThat(failure.report().deleted()).hasSize(10);
      fake.aws.faults().clear();
      assertThat(provisioner.destroy("demo").deleted()).hasSize(1);
      fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    }

    @Test
    void destroy_twoThingsAreRefused_saysBothAndWhatTheyHold() {
      apply(FakeStack.recipe("demo"));
      fake.aws.faults().on("DeleteLogGroup").fail();
      fake.aws.faults().on("DeleteJobQueue").fail();

      IncompleteDestroyException failure = destroyInVain();

      assertThat(failure.report().remaining())
          .extracting(left -> left.resource().kind() + " " + left.resource().awsName())
          .containsExactlyInAnyOrder(
              "JOB_QUEUE demo-jobs",
              "LOG_GROUP /aws/batch/job/demo",
              "COMPUTE_ENVIRONMENT demo-spot-1",
              "SECURITY_GROUP demo",
              "INSTANCE_PROFILE demo-us-east-1-instance",
              "ROLE demo-us-east-1-instance",
              "ROLE demo-us-east-1-service");
      assertThat(failure.report().deleted()).hasSize(4);
    }

    @Test
    void destroy_queueCannotBeShut_leavesWhatItsJobsMayNeed() {
      apply(FakeStack.recipe("demo"));
      fake.aws.faults().on("UpdateJobQueue").fail();

      IncompleteDestroyException failure = destroyInVain();

      assertThat(failure.report().deleted()).isEmpty();
      assertThat(failure.report().remaining())
          .extracting(Object::toString)
          .contains("role demo-us-east-1-job: there may be jobs in job queue demo-jobs");
      assertThat(environment().stateAsString()).isEqualTo("ENABLED");
    }
  }

  private IncompleteDestroyException destroyInVain() {
    return catchThrowableOfType(
        IncompleteDestroyException.class, () -> provisioner.destroy("demo"));
  }

  private ComputeEnvironmentDetail environment() {
    return fake.batch.describeComputeEnvironments().computeEnvironments().get(0);
  }

  private String arn(String role) {
    return fake.iam.getRole(r -> r.roleName(role)).role().arn();
  }

  private void deleteRole(String role) {
    fake.iam
        .listAttachedRolePolicies(r -> r.roleName(role))
        .attachedPolicies()
        .forEach(p -> fake.iam.detachRolePolicy(r -> r.roleName(role).policyArn(p.policyArn())));
    fake.iam.deleteRole(r -> r.roleName(role));
    fake.aws.advance(Duration.ofMinutes(1)); // Batch learns of it later.
  }

  private void register(String name, String role) {
    fake.batch.registerJobDefinition(
        r ->
            r.jobDefinitionName(name)
                .type("container")
                .containerProperties(
                    c ->
                        c.image("app")
                            .jobRoleArn(role)
                            .resourceRequirements(
                                cpu -> cpu.type("VCPU").value("1"),
                                memory -> memory.type("MEMORY").value("512"))));
  }

  private void apply(StackSpec stack) {
    provisioner.apply(provisioner.plan(stack));
  }
}
