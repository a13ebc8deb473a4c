package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.exception.WaitTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.DeleteComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.DeleteJobQueueRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;

/** Each wait of the provisioner, with the fault that it is for. */
class WaitsTest {

  private final FakeStack fake = new FakeStack();

  @AfterEach
  void close() {
    fake.close();
  }

  @Nested
  class WhileMaking {

    @Test
    void apply_iamDoesNotSeeTheRoleItMade_triesAgain() {
      assertApplied(
          new Refusing(
              AttachRolePolicyRequest.class,
              3,
              "NoSuchEntity",
              "The role with name demo-us-east-1-instance cannot be found."));
    }

    @Test
    void apply_iamDoesNotSeeTheRoleForTheProfile_triesAgain() {
      assertApplied(
          new Refusing(
              AddRoleToInstanceProfileRequest.class,
              3,
              "NoSuchEntity",
              "The role with name demo-us-east-1-instance cannot be found."));
    }

    @Test
    void apply_validEnvironmentNotAcceptedYet_triesAgain() {
      assertApplied(
          new Refusing(
              CreateJobQueueRequest.class,
              3,
              "ClientException",
              "Compute Environments must be created and valid before attaching them to a job"
                  + " queue"));
    }

    @Test
    void apply_policyThatDoesNotExist_failsAtOnceWithCodeAndRequestId() {
      Refusing refusing =
          new Refusing(
              AttachRolePolicyRequest.class,
              99,
              "NoSuchEntity",
              "Policy arn:aws:iam::aws:policy/x does not exist or is not attachable.");
      Instant start = fake.aws.time().now();

      assertThatThrownBy(() -> apply(refusing))
          .isInstanceOfSatisfying(
              ProvisioningException.class,
              e -> {
                assertThat(e.awsErrorCode()).contains("NoSuchEntity");
                assertThat(e.requestId()).contains("request-1");
              })
          .hasMessageStartingWith("Could not create role demo-us-east-1-");
      assertThat(sinceThen(start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void apply_environmentNeverAccepted_givesUpAfterTwoMinutes() {
      Instant start = fake.aws.time().now();

      assertThatThrownBy(
              () ->
                  apply(
                      new Refusing(
                          CreateJobQueueRequest.class,
                          Integer.MAX_VALUE,
                          "ClientException",
                          "Compute Environments must be created and valid before attaching")))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageContaining("must be created and valid");
      assertThat(sinceThen(start)).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
    }

    private void assertApplied(Refusing refusing) {
      apply(refusing);
      assertThat(refusing.refused()).isEqualTo(3);
    }
  }

  @Nested
  class WhileDestroying {

    @Test
    void destroy_queueStillBeingModified_triesAgain() {
      assertDestroyed(
          new Refusing(
              DeleteJobQueueRequest.class,
              3,
              "ClientException",
              "Cannot delete, resource is being modified."));
    }

    @Test
    void destroy_queueStillRelatedToTheEnvironment_triesAgain() {
      assertDestroyed(
          new Refusing(
              DeleteComputeEnvironmentRequest.class,
              3,
              "ClientException",
              "Cannot delete, found existing JobQueue relationship."));
    }

    @Test
    void destroy_networkInterfaceStillHoldsTheGroup_triesAgain() {
      assertDestroyed(
          new Refusing(
              DeleteSecurityGroupRequest.class,
              3,
              "DependencyViolation",
              "resource sg-1 has a dependent object"));
    }

    @Test
    void destroy_roleStillInTheProfile_triesAgain() {
      assertDestroyed(
          new Refusing(
              DeleteRoleRequest.class,
              3,
              "DeleteConflict",
              "Cannot delete entity, must remove roles from instance profile first."));
    }

    @Test
    void destroy_profileStillHoldsTheRole_triesAgain() {
      assertDestroyed(
          new Refusing(
              DeleteInstanceProfileRequest.class,
              3,
              "DeleteConflict",
              "Cannot delete entity, must remove roles from instance profile first."));
    }

    @Test
    void destroy_groupIsNeverReleased_givesUpAndSaysItCanBeCalledAgain() {
      apply(RequestCustomizer.none());
      Instant start = fake.aws.time().now();

      assertThatThrownBy(
              () ->
                  destroy(
                      new Refusing(
                          DeleteSecurityGroupRequest.class,
                          Integer.MAX_VALUE,
                          "DependencyViolation",
                          "resource sg-1 has a dependent object")))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageStartingWith("Could not delete security group demo: resource sg-1 has")
          .hasMessageEndingWith("destroy(\"demo\") can be called again to remove the rest.");
      assertThat(sinceThen(start)).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(18));
      destroy(RequestCustomizer.none());
    }

    @Test
    void destroy_environmentNeverGoes_saysWhatItWaitedForAndTheLastStatus() {
      apply(RequestCustomizer.none());
      List<AwsRequest> deletions = new ArrayList<>();

      assertThatThrownBy(() -> destroy(swallowing(deletions)))
          .isInstanceOf(ProvisioningException.class)
          .hasCauseInstanceOf(WaitTimeoutException.class)
          .hasMessageContaining("compute environment demo-steady-1 was still DISABLED/VALID");
      assertThat(deletions).hasSize(1);
    }

    /** The deletion of the environment is sent for another one, so that AWS never acts on it. */
    private RequestCustomizer swallowing(List<AwsRequest> deletions) {
      Predicate<AwsRequest> isDeletion = DeleteComputeEnvironmentRequest.class::isInstance;
      return request -> {
        if (isDeletion.test(request)) {
          deletions.add(request);
          return ((DeleteComputeEnvironmentRequest) request)
              .copy(b -> b.computeEnvironment("another"));
        }
        return request;
      };
    }

    private void assertDestroyed(Refusing refusing) {
      apply(RequestCustomizer.none());
      destroy(refusing);
      assertThat(refusing.refused()).isEqualTo(3);
    }
  }

  @Nested
  class Interrupts {

    private final List<String> sent = new ArrayList<>();

    @Test
    void apply_interruptedWhileWaiting_sendsNothingMoreAndKeepsTheFlag() {
      try (SpotBatch spotBatch = fake.spotBatch(this::watch)) {
        ProvisioningPlan plan = spotBatch.provisioner().plan(FakeStack.onDemand("demo"));

        assertThatThrownBy(() -> spotBatch.provisioner().apply(plan, this::interruptAtQueue))
            .isInstanceOf(ProvisioningException.class)
            .hasMessageStartingWith(
                "Interrupted: the apply of stack demo was stopped, and nothing more is sent. Made"
                    + " so far: ")
            .hasMessageContaining("job queue demo-jobs")
            .hasMessageEndingWith("destroy(\"demo\") removes it.");
        assertThat(Thread.interrupted()).isTrue();
        sent.clear();
        fake.aws.advance(Duration.ofHours(1));
        assertThat(sent).isEmpty();
      }
      destroy(RequestCustomizer.none());
    }

    @Test
    void apply_interruptedWithinACall_keepsTheFlagToo() {
      assertThatThrownBy(
              () ->
                  apply(
                      request -> {
                        if (request instanceof CreateJobQueueRequest) {
                          Thread.currentThread().interrupt();
                        }
                        return request;
                      }))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageEndingWith("destroy(\"demo\") removes it.");
      assertThat(Thread.interrupted()).isTrue();
      destroy(RequestCustomizer.none());
    }

    @Test
    void close_duringApply_endsTheWaitAndSendsNothingMore() {
      SpotBatch spotBatch = fake.spotBatch(this::watch);
      ProvisioningPlan plan = spotBatch.provisioner().plan(FakeStack.onDemand("demo"));

      assertThatThrownBy(
              () ->
                  spotBatch
                      .provisioner()
                      .apply(
                          plan,
                          event -> {
                            if (event.kind() == ResourceKind.JOB_QUEUE) {
                              spotBatch.close();
                            }
                          }))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageStartingWith("SpotBatch was closed: the apply of stack demo was stopped");
      sent.clear();
      fake.aws.advance(Duration.ofHours(1));
      assertThat(sent).isEmpty();
      destroy(RequestCustomizer.none());
    }

    private AwsRequest watch(AwsRequest request) {
      sent.add(request.getClass().getSimpleName());
      return request;
    }

    private void interruptAtQueue(ProvisioningEvent event) {
      if (event.kind() == ResourceKind.JOB_QUEUE
          && event.type() == ProvisioningEvent.Type.WAITING) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Duration sinceThen(Instant start) {
    return Duration.between(start, fake.aws.time().now());
  }

  private void apply(RequestCustomizer customizer) {
    try (SpotBatch spotBatch = fake.spotBatch(customizer)) {
      spotBatch.provisioner().apply(spotBatch.provisioner().plan(FakeStack.onDemand("demo")));
    }
  }

  private void destroy(RequestCustomizer customizer) {
    try (SpotBatch spotBatch = fake.spotBatch(customizer)) {
      assertThat(spotBatch.provisioner().destroy("demo").remaining()).isEmpty();
    }
  }
}
