package io.github.spotbatch.examples;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The recipe on the virtual clock: a world, its stack, its six jobs, and all of it taken down. */
final class VirtualRecipe {

  private VirtualRecipe() {}

  /** The recipe with its image, in a JVM of its own. */
  public static void main(String[] args) {
    try (FakeAws aws = FakeAws.create();
        SpotBatch spotBatch = aws.spotBatchBuilder().callbackExecutor(Runnable::run).build()) {
      run(aws, spotBatch, RecipeImages.java(Optional.empty()));
    }
  }

  /** By real clients in this JVM. */
  static void byRealClients(ContainerImage image) {
    try (FakeAws aws = FakeAws.create();
        SpotBatch spotBatch = aws.spotBatchBuilder().callbackExecutor(Runnable::run).build()) {
      run(aws, spotBatch, image);
    }
  }

  /** By clients without a wire. */
  static void byTypedClients(ContainerImage image) {
    try (FakeAws aws = FakeAws.create();
        SpotBatch spotBatch =
            aws.spotBatchBuilder()
                .callbackExecutor(Runnable::run)
                .batchClient(aws.typedClient(BatchClient.class))
                .cloudWatchLogsClient(aws.typedClient(CloudWatchLogsClient.class))
                .ec2Client(aws.typedClient(Ec2Client.class))
                .ecrClient(aws.typedClient(EcrClient.class))
                .ecsClient(aws.typedClient(EcsClient.class))
                .iamClient(aws.typedClient(IamClient.class))
                .stsClient(aws.typedClient(StsClient.class))
                .build()) {
      run(aws, spotBatch, image);
    }
  }

  private static void run(FakeAws aws, SpotBatch spotBatch, ContainerImage image) {
    aws.jobs().image("*").runsFor(Duration.ofMinutes(5)).exits(0);
    aws.spot().reclaim().hostOf("test-batch-job").after(Duration.ofMinutes(2));
    StackSpec stack =
        RecipeStack.of("batch-demo", image, 100, Duration.ofHours(1), Duration.ofMinutes(5), 1);
    Provisioner provisioner = spotBatch.provisioner();
    Deployment deployment = provisioner.apply(provisioner.plan(stack));
    finish(deployment, List.of("test-batch-job"));
    finish(deployment, IntStream.rangeClosed(1, 5).mapToObj(i -> "batch-job-" + i).toList());
    provisioner.destroy("batch-demo", UnfinishedJobs.REFUSE);
    aws.verify();
  }

  private static void finish(Deployment deployment, List<String> names) {
    List<JobHandle> jobs =
        names.stream()
            .map(name -> JobRequest.builder(RecipeStack.DEFINITION).jobName(name).build())
            .map(deployment.queue(RecipeStack.QUEUE)::submit)
            .toList();
    jobs.forEach(job -> job.awaitSuccess(Duration.ofHours(2)));
  }
}
