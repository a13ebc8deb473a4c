package io.github.spotbatch.readme;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;

import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.jupiter.FakeAwsTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

// snippet first
@FakeAwsTest
class NightlyRenderTest {
  @Test
  void frame_whoseHostIsReclaimed_isRenderedAgain(FakeAws aws, SpotBatch spotBatch) {
    StackSpec.Builder stack = StackSpec.builder("render");
    stack.computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(16).build());
    stack.jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build());
    JobDefinitionSpec.Builder work = JobDefinitionSpec.builder("work").vcpus(1).memoryMiB(512);
    work.image(ContainerImage.fromRegistry("render:7.1"));
    work.retryPolicy(RetryPolicy.spotInterruptions());
    ProvisioningPlan plan = spotBatch.provisioner().plan(stack.jobDefinition(work.build()).build());
    JobQueue queue = spotBatch.provisioner().apply(plan).queue("jobs"); // minutes on AWS

    aws.jobs().named("frame-12").runsFor(Duration.ofMinutes(40)).exits(0);
    aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));
    JobHandle frame = queue.submit(JobRequest.builder("work").jobName("frame-12").build());

    assertThat(frame.await(Duration.ofHours(2))).succeeded().hasAttempts(2).wasInterruptedTimes(1);
  }
}
// end
