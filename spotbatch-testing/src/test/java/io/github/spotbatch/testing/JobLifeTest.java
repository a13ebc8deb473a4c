package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.RetryAction;
import software.amazon.awssdk.services.batch.model.RetryStrategy;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

class JobLifeTest {

  private static final RetryStrategy RECIPE =
      RetryStrategy.builder()
          .attempts(3)
          .evaluateOnExit(
              EvaluateOnExit.builder()
                  .onStatusReason("Host EC2*")
                  .action(RetryAction.RETRY)
                  .build(),
              EvaluateOnExit.builder().onReason("*").action(RetryAction.EXIT).build())
          .build();

  private FakeAws aws;
  private BatchWorld world;

  @BeforeEach
  void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("JOB-20")
  void job_passesThroughItsStates() {
    aws.jobs().named("one").runsFor(Duration.ofMinutes(5)).exits(0);

    String id = world.submit("one");

    assertThat(world.job(id).status()).isEqualTo(JobStatus.SUBMITTED);
    aws.advance(Duration.ofSeconds(2));
    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNABLE);
    aws.advance(Duration.ofSeconds(76));
    assertThat(world.job(id).status()).isEqualTo(JobStatus.STARTING);
    aws.advance(Duration.ofSeconds(10));
    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNING);
    aws.advance(Duration.ofMinutes(5));
    JobDetail done = world.job(id);
    assertThat(done.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(done.statusReason()).isEqualTo("Essential container in task exited");
    assertThat(done.stoppedAt() - done.startedAt()).isEqualTo(Duration.ofMinutes(5).toMillis());
    assertThat(done.container().exitCode()).isZero();
  }

  @Test
  @Rule("JOB-44")
  void reclaim_takesEveryJobOfTheHostWithoutExitCode() {
    aws.jobs().named("*").runsFor(Duration.ofMinutes(30));
    aws.spot().reclaim().hostOf("a").after(Duration.ofMinutes(5));
    List<String> ids =
        List.of("a", "b").stream()
            .map(name -> world.submit(name, request -> request.retryStrategy(RECIPE)))
            .toList();

    aws.runUntilIdle();

    for (String id : ids) {
      JobDetail job = world.job(id);
      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.attempts()).hasSize(2);
      assertThat(job.attempts().get(0).statusReason())
          .matches("Host EC2 \\(instance i-[0-9a-f]{17}\\) terminated\\.");
      assertThat(job.attempts().get(0).container().exitCode()).isNull();
      assertThat(job.attempts().get(0).container().reason()).isNull();
      assertThat(job.attempts().get(0).stoppedAt() - job.attempts().get(0).startedAt())
          .as("two minutes after the notice")
          .isEqualTo(Duration.ofMinutes(7).toMillis());
    }
    assertThat(aws.spot().unfired()).isEmpty();
  }

  @Test
  @Rule("JD-66")
  void failure_withRecipesStrategy_isNotRetried() {
    aws.jobs().named("bad").exits(1);

    String id = world.submit("bad", request -> request.retryStrategy(RECIPE));
    aws.runUntilIdle();

    assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
    assertThat(world.job(id).attempts()).hasSize(1);
  }

  @Test
  @Rule("JD-54")
  void timeout_isNeverRetried() {
    aws.jobs().named("slow").runsFor(Duration.ofHours(1));

    String id =
        world.submit(
            "slow",
            request ->
                request
                    .retryStrategy(r -> r.attempts(5))
                    .timeout(t -> t.attemptDurationSeconds(60)));
    aws.runUntilIdle();

    JobDetail job = world.job(id);
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.statusReason()).isEqualTo("Job attempt duration exceeded timeout");
    assertThat(job.attempts()).hasSize(1);
  }

  @Test
  @Rule("CE-44")
  void idleHosts_shutDownAndEnvironmentReturnsToItsMinimum() {
    world.submit("one");

    aws.advance(Duration.ofMinutes(2));
    assertThat(instances(InstanceStateName.RUNNING)).hasSize(1);
    assertThat(world.environment().computeResources().desiredvCpus()).isPositive();
    aws.runUntilIdle();

    assertThat(instances(InstanceStateName.RUNNING)).isEmpty();
    assertThat(world.environment().computeResources().desiredvCpus()).isZero();
  }

  @Test
  @Rule("CE-26")
  void jobs_beyondTheMaximum_waitForRoom() {
    aws.jobs().named("*").runsFor(Duration.ofMinutes(20));
    for (int i = 0; i < 40; i++) {
      world.submit("job" + i);
    }

    aws.advance(Duration.ofMinutes(5));

    int vcpus = world.environment().computeResources().desiredvCpus();
    long running = world.batch.listJobs(r -> r.jobQueue(BatchWorld.QUEUE)).jobSummaryList().size();
    assertThat(vcpus).isEqualTo(16);
    assertThat(running).isEqualTo(vcpus);
  }

  private List<Instance> instances(InstanceStateName state) {
    return world.ec2.describeInstances().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(instance -> instance.state().name() == state)
        .toList();
  }
}
