package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;

/** The roles of a stack are for the services of its own account, and let those in. */
class TrustPoliciesTest {

  private final FakeStack fake = new FakeStack();

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void recipe_itsRoles_areForItsOwnAccountAndRegion() throws InterruptedException {
    SpotBatch spotBatch = fake.spotBatch();

    run(spotBatch, FakeStack.recipe("demo"));

    assertThat(trust("demo-us-east-1-service"))
        .contains(
            "\"aws:SourceAccount\":\"123456789012\"",
            "arn:aws:batch:us-east-1:123456789012:compute-environment/*",
            "arn:aws:batch:us-east-1:123456789012:job/*");
    assertThat(List.of(trust("demo-us-east-1-execution"), trust("demo-us-east-1-job")))
        .allSatisfy(
            trust ->
                assertThat(trust)
                    .contains(
                        "\"aws:SourceAccount\":\"123456789012\"",
                        "arn:aws:ecs:us-east-1:123456789012:*"));
    assertThat(trust("demo-us-east-1-instance")).doesNotContain("Condition");
  }

  /** With the conditions for Batch beside EC2, no host would join. */
  @Test
  void roleOfEveryUse_letsEachOfThemIn() throws InterruptedException {
    RoleSpec all = RoleSpec.builder("all").build();
    StackSpec stack =
        StackSpec.builder("demo")
            .computeEnvironment(
                SpotComputeEnvironment.builder("spot")
                    .serviceRole(all)
                    .instanceRole(all)
                    .maxVcpus(4)
                    .build())
            .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
            .jobDefinition(
                JobDefinitionSpec.builder("work")
                    .image(ContainerImage.fromRegistry("app"))
                    .memoryMiB(512)
                    .jobRole(all)
                    .executionRole(all)
                    .build())
            .build();

    run(fake.spotBatch(), stack);

    assertThat(trust("demo-us-east-1-all").split("\"Effect\"", -1)).hasSize(4);
  }

  @Test
  void roleForAnotherAccount_letsNobodyIn() {
    SpotBatch spotBatch = fake.spotBatch(TrustPoliciesTest::forAnotherAccount);

    assertThatThrownBy(() -> run(spotBatch, FakeStack.recipe("demo")))
        .isInstanceOf(ProvisioningException.class)
        .hasMessageContaining("Not authorized to perform sts:AssumeRole");
  }

  private static AwsRequest forAnotherAccount(AwsRequest request) {
    return request instanceof CreateRoleRequest role
        ? role.toBuilder()
            .assumeRolePolicyDocument(
                role.assumeRolePolicyDocument().replace("123456789012", "210987654321"))
            .build()
        : request;
  }

  private static void run(SpotBatch spotBatch, StackSpec stack) throws InterruptedException {
    Deployment deployment = spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack));
    deployment
        .queue("jobs")
        .submit(JobRequest.builder("work").build())
        .awaitSuccess(Duration.ofHours(1));
  }

  private String trust(String role) {
    String document = fake.iam.getRole(r -> r.roleName(role)).role().assumeRolePolicyDocument();
    return URLDecoder.decode(document, StandardCharsets.UTF_8);
  }
}
