package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.iam.IamClient;

/** Environments whose instances are their owner's, and environments on EKS. */
class UnmanagedEnvironmentsTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = new BatchWorld(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Unmanaged {

    @Test
    @Rule({"CE-3", "CE-5", "CE-6"})
    void create_withARole_turnsValidAndHasAClusterButNoResources() {
      ready();

      ComputeEnvironmentDetail made = world.environment();
      assertThat(made.status()).as(made.statusReason()).isEqualTo(CEStatus.VALID);
      assertThat(made.type()).isEqualTo(CEType.UNMANAGED);
      assertThat(made.unmanagedvCpus()).isEqualTo(8);
      assertThat(made.computeResources()).isNull();
      assertThat(made.ecsClusterArn()).contains(":cluster/AWSBatch-spot-");
    }

    @Test
    @Rule("CE-6")
    void create_withoutARole_isRefused() {
      assertThat(
              Refusal.messageOf(
                  () ->
                      world.batch.createComputeEnvironment(
                          unmanaged().toBuilder().serviceRole("").build())))
          .isEqualTo("ServiceRole is required.");
    }

    @Test
    @Rule("CE-5")
    void update_vcpus_areTheOwnersWord() {
      ready();

      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).unmanagedvCpus(16));

      assertThat(world.environment().unmanagedvCpus()).isEqualTo(16);
      world.createEnvironment("managed", r -> {});
      assertThat(
              Refusal.messageOf(
                  () ->
                      world.batch.updateComputeEnvironment(
                          r -> r.computeEnvironment("managed").unmanagedvCpus(1))))
          .isEqualTo("unmanagedvCpus is not applicable for managed Compute Environment.");
    }

    @Test
    @Rule("CE-109")
    void update_resources_isRefused() {
      ready();

      assertThat(
              Refusal.messageOf(
                  () ->
                      world.batch.updateComputeEnvironment(
                          r ->
                              r.computeEnvironment(ENVIRONMENT)
                                  .computeResources(c -> c.maxvCpus(1)))))
          .contains("unmanaged");
    }

    @Test
    @Rule({"CE-7", "JOB-4"})
    void job_forFargate_isRefused() {
      ready();
      world.createQueue();
      aws.advance(Duration.ofMinutes(1));
      world.register(
          d ->
              d.platformCapabilities(PlatformCapability.FARGATE)
                  .containerProperties(
                      c ->
                          c.image("busybox")
                              .executionRoleArn("arn:aws:iam::123456789012:role/mine")
                              .resourceRequirements(
                                  vcpus -> vcpus.type(ResourceType.VCPU).value("1"),
                                  memory -> memory.type(ResourceType.MEMORY).value("2048"))));

      assertThat(Refusal.messageOf(() -> world.submit("one")))
          .isEqualTo(
              "Job Queue is attached to Compute Environment that can not run Jobs with capability"
                  + " FARGATE.");
    }

    @Test
    @Rule("JOB-23")
    void job_waitsAsNoInstanceIsRegistered() {
      ready();
      world.createQueue();
      aws.advance(Duration.ofMinutes(1));
      world.register(d -> {});
      String id = world.submit("one");

      aws.advance(Duration.ofDays(1));

      assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNABLE);
      assertThat(world.job(id).statusReason()).startsWith("UNDETERMINED");
    }

    @Test
    @Rule("CE-91")
    void delete_disabled_isGone() {
      ready();
      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).state("DISABLED"));
      aws.advance(Duration.ofMinutes(1));

      world.batch.deleteComputeEnvironment(r -> r.computeEnvironment(ENVIRONMENT));
      aws.advance(Duration.ofMinutes(1));

      assertThat(world.environments(ENVIRONMENT)).isEmpty();
    }

    private void ready() {
      IamClient iam = aws.client(IamClient.builder());
      iam.createRole(
          r ->
              r.roleName("mine")
                  .assumeRolePolicyDocument(
                      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                          + "{\"Service\":\"batch.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
      iam.attachRolePolicy(
          r ->
              r.roleName("mine")
                  .policyArn("arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"));
      aws.advance(Duration.ofMinutes(1));
      world.batch.createComputeEnvironment(unmanaged());
      aws.advance(Duration.ofMinutes(1));
    }

    private static CreateComputeEnvironmentRequest unmanaged() {
      return CreateComputeEnvironmentRequest.builder()
          .computeEnvironmentName(ENVIRONMENT)
          .type(CEType.UNMANAGED)
          .serviceRole("mine")
          .unmanagedvCpus(8)
          .build();
    }
  }

  @Nested
  class Eks {

    @Test
    @Rule("CE-28")
    void create_onFargate_isRefused() {
      assertThat(Refusal.messageOf(() -> create(r -> r.type("FARGATE"))))
          .isEqualTo("Supported compute types for EKS compute environments are [EC2, SPOT].");
    }

    @Test
    @Rule("CE-22")
    void create_withoutAStrategy_isRefused() {
      assertThat(Refusal.messageOf(() -> create(r -> r.allocationStrategy((String) null))))
          .contains("Allocation strategy is required.");
    }

    @Test
    @Rule("CE-28")
    void create_wellMade_failsByName() {
      assertThatThrownBy(() -> create(r -> {}))
          .hasMessageContaining("does not model environments on EKS (eksConfiguration)");
    }

    private void create(Consumer<ComputeResource.Builder> change) {
      world.batch.createComputeEnvironment(
          world.environment(change).toBuilder()
              .eksConfiguration(
                  e ->
                      e.eksClusterArn("arn:aws:eks:us-east-1:123456789012:cluster/c")
                          .kubernetesNamespace("jobs"))
              .build());
    }
  }
}
