package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;

/** Spot hosts that stop their containers at the notice, and those that do not. */
class SpotDrainingTest {

  private static final Duration TO_NOTICE = Duration.ofMinutes(10);

  @Test
  @Rule("JOB-44")
  void attempt_onADrainingHost_isLostThirtySecondsAfterTheNotice() {
    try (FakeAws aws = FakeAws.builder().spotDraining(true).build()) {
      assertLost(aws, Duration.ofSeconds(30));
    }
  }

  @Test
  @Rule("JOB-44")
  void attempt_onAnyOtherHost_isLostWithItTwoMinutesAfterTheNotice() {
    try (FakeAws aws = FakeAws.create()) {
      assertLost(aws, Duration.ofMinutes(2));
    }
  }

  private static void assertLost(FakeAws aws, Duration afterNotice) {
    BatchWorld world = BatchWorld.ready(aws);
    JobDetail job = reclaimed(aws, world);

    AttemptDetail lost = job.attempts().get(0);
    assertThat(lost.statusReason()).matches("Host EC2 \\(instance i-[0-9a-f]{17}\\) terminated\\.");
    assertThat(lost.container().exitCode()).isNull();
    assertThat(lost.container().reason()).isNull();
    assertThat(lost.stoppedAt() - lost.startedAt())
        .isEqualTo(TO_NOTICE.plus(afterNotice).toMillis());
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  @Rule({"JOB-45", "UNV-26"})
  void attempt_onADrainingHost_mayTellOfItsSigtermInstead() {
    try (FakeAws aws = FakeAws.builder().spotDraining(true).build()) {
      aws.spot().exitOnReclaim("job");

      AttemptDetail attempt = reclaimed(aws, BatchWorld.ready(aws)).attempts().get(0);

      assertThat(attempt.statusReason()).isEqualTo("Essential container in task exited");
      assertThat(attempt.container().exitCode()).isEqualTo(143);
      assertThat(attempt.stoppedAt() - attempt.startedAt())
          .isEqualTo(TO_NOTICE.plusSeconds(30).toMillis());
    }
  }

  @Test
  void attempt_thatEndsWhileItsHostDrains_isLostWithIt() {
    try (FakeAws aws = FakeAws.builder().spotDraining(true).build()) {
      BatchWorld world = BatchWorld.ready(aws);
      aws.jobs().named("job").runsFor(TO_NOTICE.plusSeconds(10));
      aws.spot().reclaim().hostOf("job").after(TO_NOTICE);
      String id = world.submit("job");
      aws.runUntilIdle();

      JobDetail job = world.job(id);
      assertThat(job.statusReason()).startsWith("Host EC2");
      assertThat(job.stoppedAt() - job.startedAt()).isEqualTo(TO_NOTICE.plusSeconds(10).toMillis());
    }
  }

  @Test
  void attempt_stillStartingAtTheNotice_isLostAtOnce() {
    Timings slow = Timings.defaults().with(Step.CONTAINER_STARTING, Duration.ofMinutes(5));
    try (FakeAws aws = FakeAws.builder().spotDraining(true).timings(slow).build()) {
      BatchWorld world = BatchWorld.ready(aws);
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      aws.spot().reclaim().hostOf("first").after(Duration.ofSeconds(10));
      String first = world.submit("first");
      aws.advance(Duration.ofMinutes(6));
      String late = world.submit("late");
      aws.advance(Duration.ofMinutes(1));
      AttemptDetail before = world.job(first).attempts().get(0);

      AttemptDetail attempt = world.job(late).attempts().get(0);
      assertThat(attempt.statusReason()).startsWith("Host EC2");
      assertThat(attempt.startedAt()).isNull();
      assertThat(attempt.container().logStreamName()).isNull();
      assertThat(attempt.stoppedAt()).isEqualTo(before.startedAt() + 10_000);
    }
  }

  @Test
  void host_thatDrains_takesNoMoreJobsAndEcsShowsIt() {
    try (FakeAws aws = FakeAws.builder().spotDraining(true).build()) {
      BatchWorld world = BatchWorld.ready(aws);
      String second = submittedAfterTheNotice(aws, world);
      EcsClient ecs = aws.client(EcsClient.builder());
      String cluster = world.environment().ecsClusterArn();

      assertThat(ecs.listContainerInstances(r -> r.cluster(cluster)).containerInstanceArns())
          .hasSize(1);
      assertThat(
              ecs.listContainerInstances(
                      r -> r.cluster(cluster).status(ContainerInstanceStatus.DRAINING))
                  .containerInstanceArns())
          .hasSize(1);
      assertThat(
              ecs.listContainerInstances(
                      r -> r.cluster(cluster).status(ContainerInstanceStatus.ACTIVE))
                  .containerInstanceArns())
          .isEmpty();
      assertThat(world.job(second).status()).isEqualTo(JobStatus.RUNNABLE);
      assertThat(world.launchedTypes()).as("another host is on its way").hasSize(2);
    }
  }

  @Test
  void host_thatDoesNotDrain_takesJobsUntilItGoes() {
    try (FakeAws aws = FakeAws.create()) {
      BatchWorld world = BatchWorld.ready(aws);
      String second = submittedAfterTheNotice(aws, world);

      assertThat(world.job(second).status()).isEqualTo(JobStatus.RUNNING);
      aws.advance(Duration.ofMinutes(2));
      assertThat(world.job(second).statusReason()).startsWith("Host EC2");
    }
  }

  /** A job that was submitted 20 s after the notice to the host of another, and 20 s later. */
  private static String submittedAfterTheNotice(FakeAws aws, BatchWorld world) {
    aws.jobs().named("*").runsFor(Duration.ofHours(1));
    aws.spot().reclaim().hostOf("first").after(TO_NOTICE);
    String first = world.submit("first");
    while (world.job(first).status() != JobStatus.RUNNING) {
      aws.advance(Duration.ofSeconds(1));
    }
    aws.advance(TO_NOTICE.plusSeconds(20));
    String second = world.submit("second");
    aws.advance(Duration.ofSeconds(20));
    return second;
  }

  private static JobDetail reclaimed(FakeAws aws, BatchWorld world) {
    aws.jobs().named("job").runsFor(Duration.ofHours(1));
    aws.spot().reclaim().hostOf("job").after(TO_NOTICE);
    String id = world.submit("job", r -> r.retryStrategy(s -> s.attempts(2)));
    aws.runUntilIdle();
    return world.job(id);
  }
}
