package io.github.spotbatch.testing.cli;

import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** What the recipe would have made before its later commands, made without the CLI. */
final class PrintedWorld {

  private final FakeAws aws;
  private final BatchClient batch;
  private final String securityGroup;
  private String job;

  private PrintedWorld(FakeAws aws, BatchClient batch, String securityGroup) {
    this.aws = aws;
    this.batch = batch;
    this.securityGroup = securityGroup;
  }

  /** Asks for an environment, and waits for nothing. */
  static PrintedWorld make(FakeAws aws) {
    BatchClient batch = aws.batch();
    Ec2Client ec2 = aws.client(Ec2Client.builder());
    String vpc = ec2.describeVpcs().vpcs().get(0).vpcId();
    String group =
        ec2.createSecurityGroup(r -> r.groupName("batch-sg").description("d").vpcId(vpc)).groupId();
    batch.createComputeEnvironment(
        r ->
            r.computeEnvironmentName("spot")
                .type("MANAGED")
                .computeResources(
                    c ->
                        c.type("SPOT")
                            .allocationStrategy("SPOT_CAPACITY_OPTIMIZED")
                            .minvCpus(0)
                            .maxvCpus(16)
                            .instanceTypes("c5.large")
                            .subnets(
                                ec2.describeSubnets().subnets().stream()
                                    .map(Subnet::subnetId)
                                    .toList())
                            .securityGroupIds(group)
                            .instanceRole("ecsInstanceRole")));
    return new PrintedWorld(aws, batch, group);
  }

  String securityGroup() {
    return securityGroup;
  }

  /** A job that runs for longer than the tests. */
  String runningJob() throws Exception {
    if (job != null) {
      return job;
    }
    until(
        () ->
            batch
                    .describeComputeEnvironments(r -> r.computeEnvironments("spot"))
                    .computeEnvironments()
                    .get(0)
                    .status()
                == CEStatus.VALID);
    batch.createJobQueue(
        r ->
            r.jobQueueName("jobs")
                .priority(1)
                .computeEnvironmentOrder(o -> o.order(1).computeEnvironment("spot")));
    batch.registerJobDefinition(
        r ->
            r.jobDefinitionName("work")
                .type("container")
                .containerProperties(c -> c.image("busybox").vcpus(1).memory(512)));
    until(
        () ->
            batch.describeJobQueues(r -> r.jobQueues("jobs")).jobQueues().get(0).status()
                == JQStatus.VALID);
    String id = batch.submitJob(r -> r.jobName("j").jobQueue("jobs").jobDefinition("work")).jobId();
    until(() -> batch.describeJobs(r -> r.jobs(id)).jobs().get(0).status() == JobStatus.RUNNING);
    job = id;
    return id;
  }

  /** Waits by the world's own clock, a minute at most. */
  private void until(Supplier<Boolean> condition) throws Exception {
    for (int i = 0; i < 600 && !condition.get(); i++) {
      CompletableFuture<Void> passed = new CompletableFuture<>();
      aws.time()
          .executor()
          .schedule(
              () -> passed.complete(null),
              Duration.ofMillis(100).toMillis(),
              TimeUnit.MILLISECONDS);
      aws.time().await(passed);
    }
    if (!condition.get()) {
      throw new AssertionError("did not happen");
    }
  }
}
