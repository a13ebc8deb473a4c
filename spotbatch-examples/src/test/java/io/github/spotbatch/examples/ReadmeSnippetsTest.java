package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.FailedApply;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.GrantSpec;
import io.github.spotbatch.spec.InstanceVolumeSpec;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.spec.UpdatePolicy;
import io.github.spotbatch.testing.FakeAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void planInAFile_isAppliedByAnotherProcess(@TempDir Path folder) throws IOException {
    try (FakeAws aws = FakeAws.create()) {
      SpotBatch spotBatch = aws.spotBatch();
      Provisioner provisioner = spotBatch.provisioner();
      StackSpec stack = STACK;
      Path file = folder.resolve("plan.json");
      // snippet planfile
      Files.writeString(file, provisioner.plan(stack).toJson());
      ProvisioningPlan approved = ProvisioningPlan.fromJson(Files.readString(file));
      provisioner.apply(approved, FailedApply.ROLL_BACK, event -> System.out.println(event));

      ProvisioningPlan removal = provisioner.planDestroy("batch-demo", UnfinishedJobs.TERMINATE);
      System.out.println(removal); // what goes, what others use, whose jobs end
      DestroyReport report = provisioner.destroy(removal);
      // end
      assertThat(report.remaining()).isEmpty();
      assertThat(provisioner.stacks()).isEmpty();
    }
  }

  @Test
  void stackOfMoreWishes_isMade() {
    // snippet wishes
    StackSpec careful =
        StackSpec.builder("render")
            .deletionProtection(true) // destroy refuses until a stack without it is applied
            .updatePolicy(UpdatePolicy.drain(Duration.ofHours(2))) // or terminate()
            .keptRevisions(3)
            .computeEnvironment(
                SpotComputeEnvironment.builder("spot")
                    .maxVcpus(64)
                    .instanceVolume(InstanceVolumeSpec.builder().sizeGiB(200).build())
                    .build())
            .computeEnvironment(OnDemandComputeEnvironment.builder("steady").maxVcpus(8).build())
            .jobQueue(JobQueueSpec.builder("frames").computeEnvironments("spot", "steady").build())
            .repository(RepositorySpec.builder("app").untaggedExpiry(Duration.ofDays(14)).build())
            .jobDefinition(
                JobDefinitionSpec.builder("frame")
                    .image(ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox"))
                    .memoryMiB(512)
                    .jobRole(
                        RoleSpec.builder("job")
                            .grant(GrantSpec.of("s3:GetObject", "arn:aws:s3:::frames/*"))
                            .build())
                    .build())
            .build();
    // end
    try (FakeAws aws = FakeAws.create()) {
      Provisioner provisioner = aws.spotBatch().provisioner();
      provisioner.apply(provisioner.plan(careful));
      assertThat(provisioner.plan(careful).toString()).contains("nothing to do");
      assertThatThrownBy(() -> provisioner.destroy("render")).hasMessageContaining("protect");
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
