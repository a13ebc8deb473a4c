package io.github.spotbatch.examples;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Adversity;
import io.github.spotbatch.testing.Condition;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.WorldReport;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Thirty frames are rendered in a night in which Spot takes hosts back and runs dry, and On-Demand
 * takes over. It passes in the JVM, in a second, and ends with a report of who ran where, what was
 * lost and what it cost.
 */
public final class BadNight {

  private static final StackSpec STACK =
      StackSpec.builder("night")
          .computeEnvironment(
              SpotComputeEnvironment.builder("spot").instanceTypes("c5", "m5").maxVcpus(32).build())
          .computeEnvironment(
              OnDemandComputeEnvironment.builder("on-demand")
                  .instanceTypes("c5", "m5")
                  .maxVcpus(16)
                  .build())
          .jobQueue(JobQueueSpec.builder("frames").computeEnvironments("spot", "on-demand").build())
          .jobDefinition(
              JobDefinitionSpec.builder("render")
                  .image(ContainerImage.fromRegistry("render:7.1"))
                  .vcpus(2)
                  .memoryMiB(1024)
                  .retryPolicy(RetryPolicy.spotInterruptions(5))
                  .build())
          .build();

  private BadNight() {}

  /**
   * Runs the night.
   *
   * @param args a seed, of which another night follows; none for always the same
   */
  public static void main(String[] args) {
    System.out.print(night(args.length == 0 ? 1 : Long.parseLong(args[0])));
  }

  static WorldReport night(long seed) {
    try (FakeAws aws = FakeAws.builder().seed(seed).build();
        SpotBatch spotBatch = aws.spotBatch()) {
      aws.jobs().image("render:*").runsFor(Duration.ofMinutes(40));
      // snippet night
      aws.spot()
          .script("bad night")
          .when(Condition.jobsRunning(10), Adversity.reclaimShare(0.5, "*"))
          .after(Duration.ofMinutes(1), Adversity.drain("c5.*"))
          .after(Duration.ofMinutes(30), Adversity.reclaimEverything())
          .after(Duration.ZERO, Adversity.drain("*"))
          .after(Duration.ofHours(1), Adversity.giveBack("*"));
      // end
      JobQueue queue =
          spotBatch.provisioner().apply(spotBatch.provisioner().plan(STACK)).queue("frames");
      List<JobHandle> frames =
          IntStream.rangeClosed(1, 30)
              .mapToObj(i -> JobRequest.builder("render").jobName("frame-" + i).build())
              .map(queue::submit)
              .toList();
      frames.forEach(frame -> frame.awaitSuccess(Duration.ofDays(1)));
      spotBatch.provisioner().destroy("night");
      aws.verify();
      return aws.report();
    }
  }
}
