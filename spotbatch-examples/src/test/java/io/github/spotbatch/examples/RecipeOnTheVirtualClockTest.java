package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The recipe with its real image and scripted jobs: more than an hour of it, in milliseconds, the
 * same every time.
 */
class RecipeOnTheVirtualClockTest {

  private static final StackSpec STACK =
      RecipeStack.of(
          "batch-demo",
          RecipeImages.java(Optional.empty()),
          100,
          Duration.ofHours(1),
          Duration.ofMinutes(5),
          1);

  @Test
  void recipe_survivesAReclaimAndLeavesNothing() {
    List<String> told = run(1);

    assertThat(told)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("test-batch-job", "succeeded after 2 attempts, 1 of which lost"))
        .filteredOn(line -> line.contains(" succeeded after 1 attempt"))
        .hasSize(5);
    assertThat(told.get(told.size() - 1)).endsWith("left: []");
  }

  @Test
  void recipe_withTheSameSeed_isTheSameRun() {
    assertThat(run(7)).isEqualTo(run(7));
  }

  @Test
  void recipe_withAnotherSeed_isAnotherRun() {
    assertThat(run(7)).isNotEqualTo(run(8));
  }

  /** Everything that was heard of the run, with its times and ids. */
  private static List<String> run(long seed) {
    List<String> told = new ArrayList<>();
    try (FakeAws aws = FakeAws.builder().seed(seed).build();
        SpotBatch spotBatch = aws.spotBatchBuilder().callbackExecutor(Runnable::run).build()) {
      aws.jobs().image("*").runsFor(Duration.ofMinutes(5)).exits(0);
      aws.spot().reclaim().hostOf("test-batch-job").after(Duration.ofMinutes(2));
      Provisioner provisioner = spotBatch.provisioner();
      Instant begin = aws.time().now();
      Deployment deployment =
          provisioner.apply(
              provisioner.plan(STACK), event -> told.add(aws.time().now() + " " + event));
      finish(deployment, told, List.of("test-batch-job"));
      finish(
          deployment, told, IntStream.rangeClosed(1, 5).mapToObj(i -> "batch-job-" + i).toList());
      DestroyReport report =
          provisioner.destroy(
              "batch-demo",
              UnfinishedJobs.REFUSE,
              event -> told.add(aws.time().now() + " " + event));
      assertThat(provisioner.stacks()).isEmpty();
      assertThat(aws.spot().unfired()).isEmpty();
      Duration took = Duration.between(begin, aws.time().now());
      assertThat(took).isGreaterThan(Duration.ofMinutes(15));
      told.add("took " + took + ", left: " + report.remaining());
    }
    return told;
  }

  private static void finish(Deployment deployment, List<String> told, List<String> names) {
    List<JobHandle> jobs =
        names.stream()
            .map(
                name ->
                    deployment
                        .queue(RecipeStack.QUEUE)
                        .submit(JobRequest.builder(RecipeStack.DEFINITION).jobName(name).build()))
            .toList();
    for (JobHandle job : jobs) {
      JobResult result = job.awaitSuccess(Duration.ofHours(2));
      told.add(result.explain() + " " + result.attempts());
    }
  }
}
