package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** When processes of this machine hear that Spot takes their host, and when they are killed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@DisabledOnOs(OS.WINDOWS)
class LocalProcessDrainingTest {

  private static final Duration TO_NOTICE = Duration.ofMinutes(10);

  /** A minute of this machine. */
  private static final Duration LONG = Duration.ofHours(10);

  private static final String TELLS_OF_ITS_END =
      "trap 'echo stopped; exit 0' TERM; echo ready; while :; do sleep 0.02; done";
  private static final String DEAF = "trap '' TERM; echo $$; while :; do sleep 0.02; done";

  @Test
  @Rule("JOB-44")
  void process_onADrainingHost_isToldAtTheNoticeAndLostWhenItEnds() throws Exception {
    Timings timings =
        Timings.defaults().with(Step.SPOT_NOTICE, LONG).with(Step.CONTAINER_STOPPING, LONG);
    RealJobs jobs = new RealJobs(FakeAws.builder().spotDraining(true).timings(timings));
    try (FakeAws aws = jobs.aws) {
      JobDetail job = reclaimed(jobs, TELLS_OF_ITS_END);

      assertThat(job.statusReason()).startsWith("Host EC2 (instance i-");
      assertThat(job.container().exitCode()).isNull();
      assertThat(lasted(job)).isBetween(TO_NOTICE, LONG);
      assertThat(jobs.lines(job)).containsExactly("ready", "stopped");
      assertThat(jobs.world.launchedTypes()).as("its host is still there").hasSize(1);
    }
  }

  @Test
  @Rule("JOB-44")
  void process_onADrainingHostAndDeaf_isKilledAWhileLater() throws Exception {
    RealJobs jobs =
        new RealJobs(
            FakeAws.builder()
                .spotDraining(true)
                .timings(Timings.defaults().with(Step.SPOT_NOTICE, LONG)));
    try (FakeAws aws = jobs.aws) {
      JobDetail job = reclaimed(jobs, DEAF);

      assertThat(job.statusReason()).startsWith("Host EC2 (instance i-");
      assertThat(lasted(job)).isBetween(TO_NOTICE.plusSeconds(30), LONG);
      long pid = Long.parseLong(jobs.lines(job).get(0));
      jobs.until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  @Test
  @Rule("JOB-44")
  void process_onAnyOtherHost_isToldWhenTheHostShutsDownAndStillHeard() throws Exception {
    RealJobs jobs = new RealJobs();
    try (FakeAws aws = jobs.aws) {
      JobDetail job = reclaimed(jobs, TELLS_OF_ITS_END);

      assertThat(job.statusReason()).startsWith("Host EC2 (instance i-");
      jobs.until(() -> jobs.lines(job).contains("stopped"));
      OutputLogEvent last = jobs.events(job).get(1);
      assertThat(Duration.ofMillis(last.timestamp() - job.startedAt()))
          .isGreaterThanOrEqualTo(TO_NOTICE.plusMinutes(2));
      assertThat(last.timestamp()).isGreaterThanOrEqualTo(job.stoppedAt());
    }
  }

  private static JobDetail reclaimed(RealJobs jobs, String script) throws Exception {
    jobs.aws.jobs().named("job").runs(LocalCommand.of("sh", "-c", script));
    jobs.aws.spot().reclaim().hostOf("job").after(TO_NOTICE);
    return jobs.finished(jobs.submit(r -> {}));
  }

  private static Duration lasted(JobDetail job) {
    return Duration.ofMillis(job.stoppedAt() - job.startedAt());
  }
}
