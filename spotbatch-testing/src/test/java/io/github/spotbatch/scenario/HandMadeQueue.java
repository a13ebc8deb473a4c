package io.github.spotbatch.scenario;

import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRAllocationStrategy;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** A queue, a Spot environment and a definition that somebody made without spotbatch. */
final class HandMadeQueue {

  static final String QUEUE = "any-queue";
  static final String DEFINITION = "any-definition";

  private HandMadeQueue() {}

  static void make(FakeAws aws) throws Exception {
    try (BatchClient batch = aws.batch();
        Ec2Client ec2 = aws.client(Ec2Client.builder())) {
      make(aws, batch, ec2);
    }
  }

  /** The same by other clients. */
  static void make(FakeAws aws, BatchClient batch, Ec2Client ec2) throws Exception {
    List<String> subnets = ec2.describeSubnets().subnets().stream().map(Subnet::subnetId).toList();
    List<String> groups =
        ec2.describeSecurityGroups().securityGroups().stream().map(SecurityGroup::groupId).toList();
    batch.createComputeEnvironment(
        environment ->
            environment
                .computeEnvironmentName("any-environment")
                .type(CEType.MANAGED)
                .computeResources(
                    r ->
                        r.type(CRType.SPOT)
                            .allocationStrategy(CRAllocationStrategy.SPOT_CAPACITY_OPTIMIZED)
                            .minvCpus(0)
                            .maxvCpus(16)
                            .instanceTypes("c5.large")
                            .subnets(subnets)
                            .securityGroupIds(groups)
                            .instanceRole("ecsInstanceRole")));
    letPass(aws, Duration.ofMinutes(1));
    batch.createJobQueue(
        queue ->
            queue
                .jobQueueName(QUEUE)
                .priority(1)
                .computeEnvironmentOrder(o -> o.order(1).computeEnvironment("any-environment")));
    letPass(aws, Duration.ofMinutes(1));
    batch.registerJobDefinition(
        definition ->
            definition
                .jobDefinitionName(DEFINITION)
                .type(JobDefinitionType.CONTAINER)
                .containerProperties(
                    c ->
                        c.image("public.ecr.aws/docker/library/busybox:stable")
                            .resourceRequirements(
                                cpu -> cpu.type(ResourceType.VCPU).value("1"),
                                memory -> memory.type(ResourceType.MEMORY).value("512"))));
  }

  /** Time passes on the virtual clock and on a fast wall clock alike. */
  private static void letPass(FakeAws aws, Duration duration) throws Exception {
    CompletableFuture<Boolean> passed = new CompletableFuture<>();
    aws.time()
        .executor()
        .schedule(() -> passed.complete(true), duration.toMillis(), TimeUnit.MILLISECONDS);
    aws.time().await(passed);
  }
}
