package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsServer;
import io.github.spotbatch.testing.OtherJvm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs end with the JVM that submitted them, if it was asked for. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ShutdownTest {

  @Test
  void jvm_ends_terminatesWhatIsUnfinishedUnlessItWasClosed() throws Exception {
    try (FakeAws aws = FakeAws.builder().speed(NoOtherJarsTest.SPEED).build();
        FakeAwsServer server = aws.serve(0)) {
      HandMadeQueue.make(aws);
      aws.jobs().named("*").runsFor(Duration.ofDays(30));

      List<String> ids =
          OtherJvm.run(
              EndingApplication.class,
              jar -> !jar.startsWith("spring"),
              server.endpoint().toString());

      assertThat(ids).hasSize(3);
      List<JobResult> jobs = ids.stream().map(id -> aws.spotBatch().job(id).result()).toList();
      assertThat(jobs.subList(0, 2))
          .allMatch(job -> job.statusReason().orElse("").equals("the application ended"));
      assertThat(jobs.get(2).state()).isNotEqualTo(JobState.FAILED);
      assertThat(jobs.get(2).statusReason()).isNotEqualTo(jobs.get(0).statusReason());
    }
  }

  @Test
  void stopJobsOnShutdown_noReason_isRefused() {
    assertThatThrownBy(() -> SpotBatch.builder().stopJobsOnShutdown(""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
