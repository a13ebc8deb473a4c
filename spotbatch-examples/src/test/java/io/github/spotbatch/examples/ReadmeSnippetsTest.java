package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The README's Java blocks, each between two marks, compiled and run; {@link ReadmeTest} holds the
 * README to them.
 */
class ReadmeSnippetsTest {

  private static final StackSpec STACK = stack();

  private static StackSpec stack() {
    // snippet stack
    StackSpec stack =
        StackSpec.builder("batch-demo")
            .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(100).build())
            .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
            .jobDefinition(
                JobDefinitionSpec.builder("work")
                    .image(
                        ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox:1.37"))
                    .command("sh", "-c", "echo working; sleep 30")
                    .vcpus(1)
                    .memoryMiB(512)
                    .retryPolicy(RetryPolicy.spotInterruptions()) // 3 attempts; all else exits
                    .timeout(Duration.ofHours(1))
                    .build())
            .tag("CostCenter", "batch-processing")
            .build();
    // end
    return stack;
  }

  @Test
  void stack_isMadeUsedAndRemoved() {
    try (FakeAws aws = FakeAws.create()) {
      SpotBatch spotBatch = aws.spotBatch();
      StackSpec stack = STACK;
      // snippet apply
      ProvisioningPlan plan = spotBatch.provisioner().plan(stack); // SpotBatch.create() on AWS
      System.out.println(plan); // every request that would make something
      Deployment deployment = spotBatch.provisioner().apply(plan); // returns once jobs can run
      JobHandle job = deployment.queue("jobs").submit(JobRequest.builder("work").build());
      JobResult result = job.awaitSuccess(Duration.ofMinutes(30)); // JobFailedException says why
      DestroyReport report = spotBatch.provisioner().destroy("batch-demo"); // the name is enough
      // end
      assertThat(result.succeeded()).isTrue();
      assertThat(report.remaining()).isEmpty();
      assertThat(spotBatch.provisioner().stacks()).isEmpty();
    }
  }

  @Test
  void queueOfAnyOrigin_takesJobs() {
    try (FakeAws aws = FakeAws.create()) {
      SpotBatch spotBatch = aws.spotBatch();
      spotBatch.provisioner().apply(spotBatch.provisioner().plan(STACK));
      String arn = "arn:aws:batch:us-east-1:123456789012:job-queue/batch-demo-jobs";
      // snippet queue
      JobQueue queue = spotBatch.queue(arn); // or its name
      JobHandle job =
          queue.submit(
              JobRequest.builder("batch-demo-work:1")
                  .jobName("frame-12")
                  .putEnvironment("SCENE", "12")
                  .build());
      JobResult result = job.await(Duration.ofHours(2));
      System.out.println(result.explain());
      job.logs().forEach(line -> System.out.println(line.message()));
      // end
      assertThat(result.succeeded()).isTrue();
    }
  }

  // snippet test
  @Test
  void render_whoseHostIsReclaimed_succeedsOnItsSecondAttempt() {
    try (FakeAws aws = FakeAws.create()) {
      SpotBatch spotBatch = aws.spotBatch();
      Deployment deployment = spotBatch.provisioner().apply(spotBatch.provisioner().plan(STACK));
      aws.jobs().named("frame-12").runsFor(Duration.ofMinutes(40)).exits(0);
      aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));

      JobRequest request = JobRequest.builder("work").jobName("frame-12").build();
      JobResult result = deployment.queue("jobs").submit(request).awaitSuccess(Duration.ofHours(2));

      assertThat(result.attempts()).hasSize(2);
      assertThat(result.attempts().get(0).statusReason().orElseThrow()).startsWith("Host EC2");
    }
  }
  // end
}
