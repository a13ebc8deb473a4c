package io.github.spotbatch.readme;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.jupiter.FakeAwsTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

// snippet plain
@FakeAwsTest
class PlainBatchClientTest {

  @Test
  void frame_thatNeedsTooMuchMemory_fails(FakeAws aws, BatchClient batch, Ec2Client ec2) {
    List<String> subnets = ec2.describeSubnets().subnets().stream().map(Subnet::subnetId).toList();
    List<String> groups =
        ec2.describeSecurityGroups().securityGroups().stream().map(SecurityGroup::groupId).toList();
    batch.createComputeEnvironment(
        environment ->
            environment
                .computeEnvironmentName("spot")
                .type(CEType.MANAGED)
                .computeResources(
                    resources ->
                        resources
                            .type(CRType.SPOT)
                            .allocationStrategy("SPOT_PRICE_CAPACITY_OPTIMIZED")
                            .minvCpus(0)
                            .maxvCpus(16)
                            .instanceTypes("optimal")
                            .subnets(subnets)
                            .securityGroupIds(groups)
                            .instanceRole("ecsInstanceRole")));
    aws.advance(Duration.ofMinutes(1)); // CREATING -> VALID
    batch.createJobQueue(
        queue ->
            queue
                .jobQueueName("jobs")
                .priority(1)
                .computeEnvironmentOrder(order -> order.order(1).computeEnvironment("spot")));
    aws.advance(Duration.ofMinutes(1));
    batch.registerJobDefinition(
        definition ->
            definition
                .jobDefinitionName("work")
                .type(JobDefinitionType.CONTAINER)
                .containerProperties(
                    container ->
                        container
                            .image("render:7.1")
                            .resourceRequirements(
                                vcpus -> vcpus.type(ResourceType.VCPU).value("1"),
                                memory -> memory.type(ResourceType.MEMORY).value("512"))));
    aws.jobs().image("render:*").usesMemoryMiB(600);

    batch.submitJob(job -> job.jobName("frame-12").jobQueue("jobs").jobDefinition("work"));
    aws.runUntilIdle();

    assertThat(aws).job("frame-12").failedWithExitCode(137).hasAttempts(1);
  }
}
// end
