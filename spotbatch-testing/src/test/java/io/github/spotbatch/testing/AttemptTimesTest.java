package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** When attempts start, how long they may run, and what can be seen of them when. */
class AttemptTimesTest {

  private static final Duration PULL = Duration.ofMinutes(5);

  private final FakeAws aws =
      FakeAws.builder()
          .timings(Timings.defaults().with(Timings.Step.CONTAINER_STARTING, PULL))
          .build();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Timeout {

    @Test
    @Rule("JD-52")
    void timeout_below60Seconds_isRefused_60IsTaken() {
      String text = "AttemptDurationSeconds in Timeout must be at least 60 seconds.";
      for (int seconds : new int[] {-1, 0, 59}) {
        Refusal.bare(text, any -> {}).check(() -> submit(seconds));
      }

      assertThat(world.job(submit(60)).timeout().attemptDurationSeconds()).isEqualTo(60);
      assertThat(world.job(submit(Integer.MAX_VALUE)).timeout()).isNotNull();
      assertThat(world.job(world.submit("job")).timeout()).isNull();
    }

    @Test
    @Rule({"JD-53", "JOB-22", "JOB-43"})
    void clock_startsWhenTheContainerRuns() {
      aws.jobs().named("job").runsFor(Duration.ofSeconds(59));

      JobDetail job = run(submit(60));

      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    @Rule({"JD-53", "JOB-43"})
    void attempt_thatRunsLonger_isKilled() {
      aws.jobs().named("job").runsFor(Duration.ofSeconds(61));

      AttemptDetail attempt = run(submit(60)).attempts().get(0);

      assertThat(attempt.statusReason()).isEqualTo("Job attempt duration exceeded timeout");
      assertThat(attempt.container().exitCode()).isEqualTo(137);
      assertThat(attempt.container().reason()).isNull();
      assertThat(attempt.stoppedAt() - attempt.startedAt()).isEqualTo(60_000);
    }

    @Test
    @Rule("JD-54")
    void retry_restartsTheClock() {
      aws.jobs().named("job").runsFor(Duration.ofSeconds(50));
      aws.jobs().named("job").onAttempt(1).runsFor(Duration.ofSeconds(50)).exits(1);

      JobDetail job = run(submit(60));

      assertThat(job.attempts()).hasSize(2);
      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    private String submit(int seconds) {
      return world.submit(
          "job",
          r -> r.timeout(t -> t.attemptDurationSeconds(seconds)).retryStrategy(s -> s.attempts(2)));
    }
  }

  @Nested
  class Seen {

    @Test
    @Rule({"JOB-22", "JOB-66"})
    void taskArn_isThereFromStartingOn_logStreamFromRunning() {
      String id = world.submit("job");
      assertThat(world.job(id).container().taskArn()).isNull();

      until(id, JobStatus.STARTING);
      assertThat(world.job(id).container().taskArn()).startsWith("arn:aws:ecs:us-east-1:");
      assertThat(world.job(id).container().containerInstanceArn()).isNotNull();
      assertThat(world.job(id).container().logStreamName()).isNull();
      assertThat(world.job(id).startedAt()).isNull();

      until(id, JobStatus.RUNNING);
      assertThat(world.job(id).container().logStreamName()).startsWith("work/default/");
      assertThat(world.job(id).startedAt()).isNotNull();
      assertThat(world.job(id).attempts()).isEmpty();
    }

    @Test
    @Rule({"JOB-24", "JOB-66"})
    void attempts_areShownWhenTheyHaveEnded_theJobStartsWithItsLatest() {
      aws.jobs().named("job").onAttempt(1).exits(1);
      String id = world.submit("job", r -> r.retryStrategy(s -> s.attempts(2)));

      until(id, JobStatus.RUNNING);
      long first = world.job(id).startedAt();
      until(id, JobStatus.RUNNABLE);
      assertThat(world.job(id).attempts()).hasSize(1);
      JobDetail job = run(id);

      assertThat(job.attempts()).hasSize(2);
      assertThat(job.attempts().get(0).startedAt()).isEqualTo(first);
      assertThat(job.startedAt()).isEqualTo(job.attempts().get(1).startedAt()).isGreaterThan(first);
      assertThat(job.attempts().get(0).container().taskArn())
          .isNotEqualTo(job.attempts().get(1).container().taskArn());
    }

    @Test
    @Rule("JOB-23")
    void job_withoutRoom_waitsForMonths() {
      try (FakeAws full = FakeAws.create()) {
        BatchWorld fullWorld = BatchWorld.ready(full, r -> r.maxvCpus(0));
        String id = fullWorld.submit("job");

        full.advance(Duration.ofDays(90));

        assertThat(fullWorld.job(id).status()).isEqualTo(JobStatus.RUNNABLE);
      }
    }
  }

  private void until(String id, JobStatus status) {
    while (world.job(id).status() != status) {
      aws.advance(Duration.ofSeconds(1));
    }
  }

  private JobDetail run(String id) {
    aws.runUntilIdle();
    return world.job(id);
  }
}
