package io.github.spotbatch.examples;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsBuilder;
import java.time.Duration;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** A world with a stack in it, for jobs of one vCPU that work an hour each. */
final class BenchmarkWorld implements AutoCloseable {

  private static final ContainerImage IMAGE =
      ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox:1.37");

  private final FakeAws aws;
  private final String queue;
  private final String definition;

  private BenchmarkWorld(FakeAws aws, String queue, String definition) {
    this.aws = aws;
    this.queue = queue;
    this.definition = definition;
  }

  /** On the virtual clock. */
  static BenchmarkWorld of(int maxVcpus) {
    return of(FakeAws.builder(), maxVcpus);
  }

  static BenchmarkWorld of(FakeAwsBuilder builder, int maxVcpus) {
    return of(builder, maxVcpus, "default_x86_64");
  }

  static BenchmarkWorld of(FakeAwsBuilder builder, int maxVcpus, String... instanceTypes) {
    FakeAws aws = builder.build();
    aws.jobs().image("*").runsFor(Duration.ofHours(1)).exits(0);
    StackSpec stack =
        StackSpec.builder("speed")
            .computeEnvironment(
                SpotComputeEnvironment.builder("spot")
                    .maxVcpus(maxVcpus)
                    .instanceTypes(instanceTypes)
                    .build())
            .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
            .jobDefinition(
                JobDefinitionSpec.builder("work")
                    .image(IMAGE)
                    .command("work")
                    .vcpus(1)
                    .memoryMiB(512)
                    .retryPolicy(RetryPolicy.spotInterruptions())
                    .build())
            .build();
    try (SpotBatch spotBatch = aws.spotBatchBuilder().callbackExecutor(Runnable::run).build()) {
      Deployment deployment =
          spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack));
      return new BenchmarkWorld(
          aws, deployment.queueName("jobs"), deployment.jobDefinitionArn("work"));
    }
  }

  FakeAws aws() {
    return aws;
  }

  String queue() {
    return queue;
  }

  /** A client without a wire. */
  BatchClient typed() {
    return aws.typedClient(BatchClient.class);
  }

  SubmitJobRequest submission(int number) {
    return SubmitJobRequest.builder()
        .jobName("job-" + number)
        .jobQueue(queue)
        .jobDefinition(definition)
        .build();
  }

  /** Submits jobs one by one. */
  void submit(int jobs) {
    BatchClient batch = typed();
    for (int i = 0; i < jobs; i++) {
      batch.submitJob(submission(i));
    }
  }

  /** Looks whether so many jobs, and no others, have come to a status. */
  void requireAll(JobStatus status, int jobs) {
    long there =
        typed()
            .listJobsPaginator(r -> r.jobQueue(queue).jobStatus(status))
            .jobSummaryList()
            .stream()
            .count();
    if (there != jobs) {
      throw new IllegalStateException(there + " of " + jobs + " jobs are " + status);
    }
  }

  @Override
  public void close() {
    aws.close();
  }
}
