package io.github.spotbatch.scenario;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotAllocationStrategy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.RequestJournal;
import java.time.Duration;
import java.util.Random;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A fake AWS, its clients, and stacks to make on it. */
final class FakeStack implements AutoCloseable {

  final FakeAws aws;
  final BatchClient batch;
  final CloudWatchLogsClient logs;
  final Ec2Client ec2;
  final EcrClient ecr;
  final IamClient iam;
  final StsClient sts;

  FakeStack() {
    this(FakeAws.create());
  }

  /** With real clients. */
  FakeStack(FakeAws aws) {
    this(
        aws,
        aws.client(BatchClient.builder()),
        aws.client(CloudWatchLogsClient.builder()),
        aws.client(Ec2Client.builder()),
        aws.client(EcrClient.builder()),
        aws.client(IamClient.builder()),
        aws.client(StsClient.builder()));
  }

  private FakeStack(
      FakeAws aws,
      BatchClient batch,
      CloudWatchLogsClient logs,
      Ec2Client ec2,
      EcrClient ecr,
      IamClient iam,
      StsClient sts) {
    this.aws = aws;
    this.batch = batch;
    this.logs = logs;
    this.ec2 = ec2;
    this.ecr = ecr;
    this.iam = iam;
    this.sts = sts;
  }

  /** With clients that have no wire, which are quicker and retry nothing. */
  static FakeStack typed() {
    return typed(FakeAws.create());
  }

  /** The same of a world that was described. */
  static FakeStack typed(FakeAws aws) {
    return new FakeStack(
        aws,
        aws.typedClient(BatchClient.class),
        aws.typedClient(CloudWatchLogsClient.class),
        aws.typedClient(Ec2Client.class),
        aws.typedClient(EcrClient.class),
        aws.typedClient(IamClient.class),
        aws.typedClient(StsClient.class));
  }

  /** What others see and do, who may do everything; for looking on, so do not close it. */
  FakeStack others() {
    RequestJournal journal = aws.journal();
    return new FakeStack(
        aws,
        journal.unrecorded(BatchClient.class),
        journal.unrecorded(CloudWatchLogsClient.class),
        journal.unrecorded(Ec2Client.class),
        journal.unrecorded(EcrClient.class),
        journal.unrecorded(IamClient.class),
        journal.unrecorded(StsClient.class));
  }

  SpotBatch spotBatch() {
    return spotBatch(RequestCustomizer.none());
  }

  SpotBatch spotBatch(RequestCustomizer customizer) {
    return builder(customizer).build();
  }

  SpotBatch.Builder builder(RequestCustomizer customizer) {
    return SpotBatch.builder()
        .batchClient(batch)
        .cloudWatchLogsClient(logs)
        .ec2Client(ec2)
        .ecrClient(ecr)
        .ecsClient(aws.typedClient(EcsClient.class))
        .iamClient(iam)
        .stsClient(sts)
        .timeKeeper(aws.time())
        .imageSource(aws.imageSource())
        .randomGenerator(new Random(1))
        .customizeRequests(customizer);
  }

  @Override
  public void close() {
    aws.close();
  }

  static StackSpec recipe(String name) {
    return StackSpec.builder(name)
        .repository(RepositorySpec.builder("app").build())
        .computeEnvironment(
            SpotComputeEnvironment.builder("spot")
                .serviceRole(RoleSpec.builder("service").build())
                .maxVcpus(100)
                .instanceTypes(
                    "c5.large", "c5.xlarge", "c5.2xlarge", "m5.large", "m5.xlarge", "m5.2xlarge")
                .allocationStrategy(SpotAllocationStrategy.SPOT_CAPACITY_OPTIMIZED)
                .bidPercentage(80)
                .build())
        .jobQueue(JobQueueSpec.builder("jobs").priority(1).computeEnvironments("spot").build())
        .jobDefinition(work())
        .tag("Environment", "batch-demo")
        .tag("CostCenter", "batch-processing")
        .build();
  }

  static StackSpec onDemand(String name) {
    return StackSpec.builder(name)
        .computeEnvironment(
            OnDemandComputeEnvironment.builder("steady")
                .maxVcpus(8)
                .instanceTypes("m5.large")
                .build())
        .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("steady").build())
        .jobDefinition(work())
        .build();
  }

  private static JobDefinitionSpec work() {
    return JobDefinitionSpec.builder("work")
        .image(ContainerImage.fromRegistry("app"))
        .memoryMiB(512)
        .jobRole(
            RoleSpec.builder("job")
                .inlinePolicy(
                    "data",
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}")
                .build())
        .executionRole(RoleSpec.builder("execution").build())
        .retryPolicy(RetryPolicy.spotInterruptions())
        .timeout(Duration.ofHours(1))
        .build();
  }
}
