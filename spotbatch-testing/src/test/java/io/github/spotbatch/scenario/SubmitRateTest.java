package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.SubmissionCounts;
import io.github.spotbatch.testing.FaultKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How much of the account's rate a submission of many jobs uses. */
class SubmitRateTest {

  private static final int JOBS = 10_000;

  @Test
  void submitAll_tenThousandJobs_useTheLimitAndAreHardlyEverThrottled() throws Exception {
    try (BulkWorld world = BulkWorld.create();
        SpotBatch program = world.program().build()) {
      world.aws.faults().accountLimits();
      Instant start = world.aws.time().now();

      BulkSubmission submission = BulkWorld.queue(program).submitAll(BulkWorld.frames(JOBS));
      SubmissionCounts counts = submission.awaitSubmitted(Duration.ofHours(1));

      double seconds = Duration.between(start, world.aws.time().now()).toMillis() / 1e3;
      int throttled = world.aws.faults().injected().count(FaultKind.THROTTLED, "SubmitJob");
      System.out.printf(
          "%d jobs at a limit of 50 calls/s: %.1f s, %.1f %% of the limit, %d throttled%n",
          JOBS, seconds, JOBS / seconds * 2, throttled);
      assertThat(counts).isEqualTo(new SubmissionCounts(JOBS, JOBS, 0, 0, true));
      assertThat(JOBS / seconds).isGreaterThan(0.95 * 50);
      assertThat(throttled).isLessThan(JOBS / 100);
      assertThat(world.jobs().values()).hasSize(JOBS).containsOnly(1);
    }
  }
}
