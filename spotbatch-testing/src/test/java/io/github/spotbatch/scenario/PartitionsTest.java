package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Invariant;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.iam.IamClient;

/** A stack in China and in the clouds of the US government. */
class PartitionsTest {

  @ParameterizedTest
  @CsvSource({
    "cn-north-1, aws-cn, amazonaws.com.cn",
    "cn-northwest-1, aws-cn, amazonaws.com.cn",
    "us-gov-west-1, aws-us-gov, amazonaws.com",
    "eu-central-1, aws, amazonaws.com",
  })
  void recipe_inAnyPartition_isMadeRunsAndGoes(String region, String partition, String suffix)
      throws InterruptedException {
    try (FakeAws aws = FakeAws.builder().region(Region.of(region)).build();
        FakeStack fake = new FakeStack(aws);
        SpotBatch spotBatch = fake.spotBatch()) {
      aws.jobs().image("app").runsFor(Duration.ofMinutes(3));
      ProvisioningPlan plan = spotBatch.provisioner().plan(FakeStack.recipe("demo"));

      Deployment deployment = spotBatch.provisioner().apply(plan);
      JobHandle job = deployment.queue("jobs").submit(JobRequest.builder("work").build());
      job.awaitSuccess(Duration.ofHours(1));

      assertThat(fake.sts.getCallerIdentity().arn())
          .isEqualTo("arn:" + partition + ":iam::123456789012:user/developer");
      JobDetail detail = fake.batch.describeJobs(r -> r.jobs(job.id())).jobs().get(0);
      assertThat(detail.jobArn())
          .isEqualTo("arn:" + partition + ":batch:" + region + ":123456789012:job/" + job.id());
      assertThat(detail.container().taskArn())
          .startsWith("arn:" + partition + ":ecs:" + region + ":123456789012:task/");
      assertThat(detail.container().containerInstanceArn())
          .startsWith("arn:" + partition + ":ecs:" + region + ":123456789012:container-instance/");
      assertThat(deployment.jobDefinitionArn("work"))
          .isEqualTo(
              "arn:" + partition + ":batch:" + region + ":123456789012:job-definition/demo-work:1");
      assertThat(fake.ecr.describeRepositories().repositories().get(0).repositoryUri())
          .isEqualTo("123456789012.dkr.ecr." + region + "." + suffix + "/demo-app");
      assertThat(spotBatch.provisioner().plan(FakeStack.recipe("demo")).actions())
          .allSatisfy(it -> assertThat(it.type()).isEqualTo(PlannedAction.Type.KEEP));
      spotBatch.provisioner().destroy("demo");
      aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
      if (!partition.equals("aws")) {
        assertThat(aws.journal().all())
            .isNotEmpty()
            .allSatisfy(call -> assertThat(call.request().toString()).doesNotContain("arn:aws:"));
        assertThat(aws.timeline()).doesNotContain("arn:aws:");
      }
    }
  }

  @Test
  void partitions_ofOneAccountId_shareNoRole() {
    try (FakeAws aws = FakeAws.create()) {
      IamClient china = aws.typedClient(IamClient.class, aws.account(), Region.CN_NORTH_1);
      china.createRole(
          r ->
              r.roleName("chinese")
                  .assumeRolePolicyDocument(
                      "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                          + "\"ec2.amazonaws.com.cn\"},\"Action\":\"sts:AssumeRole\"}}"));

      assertThat(
              aws.typedClient(IamClient.class, aws.account(), Region.of("cn-northwest-1"))
                  .getRole(r -> r.roleName("chinese"))
                  .role()
                  .arn())
          .isEqualTo("arn:aws-cn:iam::123456789012:role/chinese");
      assertThat(aws.client(IamClient.builder()).listRoles().roles())
          .noneMatch(role -> role.roleName().equals("chinese"));
    }
  }
}
