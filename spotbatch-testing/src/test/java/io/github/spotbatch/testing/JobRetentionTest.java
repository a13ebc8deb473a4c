package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobStatus;

class JobRetentionTest {

  @Test
  @Rule("JOB-25")
  void finishedJob_canBeSeenForSevenDays() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world = BatchWorld.ready(aws);
      aws.jobs().named("long").runsFor(Duration.ofDays(30));
      String id = world.submit("job");
      String array = world.submit("array", r -> r.arrayProperties(a -> a.size(2)));
      String unfinished = world.submit("long");
      aws.advance(Duration.ofDays(7));
      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("job", "array");

      aws.advance(Duration.ofHours(1));

      assertThat(world.names(JobStatus.SUCCEEDED)).isEmpty();
      assertThat(world.batch.describeJobs(r -> r.jobs(id, array, array + ":1")).jobs()).isEmpty();
      assertThat(world.job(unfinished).status()).isEqualTo(JobStatus.RUNNING);
      aws.verify();
    }
  }

  @Test
  @Rule("JOB-25")
  void retention_isThatOfTheTimings() {
    Timings longer = Timings.defaults().with(Timings.Step.JOB_RETENTION, Duration.ofDays(14));
    try (FakeAws aws = FakeAws.builder().timings(longer).build()) {
      BatchWorld world = BatchWorld.ready(aws);
      String id = world.submit("job");

      aws.advance(Duration.ofDays(13));

      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    }
  }

  @Test
  void runUntilIdle_doesNotWaitForTheTimeoutOfAJobThatHasEnded() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world = BatchWorld.ready(aws);
      int month = Math.toIntExact(Duration.ofDays(30).toSeconds());
      String id = world.submit("job", r -> r.timeout(t -> t.attemptDurationSeconds(month)));

      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    }
  }

  @Test
  void runUntilIdle_doesNotWaitForTheEndOfRetention() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world = BatchWorld.ready(aws);
      String id = world.submit("job");

      aws.runUntilIdle();

      assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    }
  }
}
