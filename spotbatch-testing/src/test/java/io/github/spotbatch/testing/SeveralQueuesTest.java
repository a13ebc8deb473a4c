package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CRAllocationStrategy;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Queues on Spot and on demand beside each other. */
class SeveralQueuesTest {

  private static final String SPOT = "spot";
  private static final String ON_DEMAND = "on-demand";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = new BatchWorld(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule({"MQ-1", "JQ-5"})
  void spotFirst_fallsBackToOnDemandWhereSpotIsFull() {
    environments();
    queue("both", 1, SPOT, ON_DEMAND);
    aws.jobs().named("*").runsFor(Duration.ofHours(1));
    String first = submit("both");
    String second = submit("both");
    String third = submit("both");

    aws.advance(MINUTE.multipliedBy(5));

    assertThat(world.launchedTypes()).containsExactlyInAnyOrder("c5.large", "m5.large");
    assertThat(statuses(first, second, third))
        .containsExactly(JobStatus.RUNNING, JobStatus.RUNNING, JobStatus.RUNNABLE);
  }

  @Test
  @Rule({"MQ-2", "JQ-14"})
  void reclaimedJob_isPlacedByTheSameOrderAgain() {
    // While the lost host goes, there is room for another.
    environments(4);
    queue("both", 1, SPOT, ON_DEMAND);
    aws.jobs().named("*").runsFor(MINUTE.multipliedBy(20));
    aws.spot().reclaim().hostOf("job").after(MINUTE);
    String id = submit("both");

    aws.runUntilIdle();

    JobDetail job = world.job(id);
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.attempts()).hasSize(2);
    String spotCluster = cluster(SPOT);
    assertThat(job.attempts())
        .allSatisfy(
            attempt -> assertThat(attempt.container().taskArn()).contains("/" + spotCluster + "/"));
  }

  @Test
  @Rule("MQ-3")
  void priority_countsWhereQueuesShareAnEnvironment() {
    environments();
    queue("low", 1, SPOT);
    queue("high", 10, SPOT);
    String low = submit("low");
    String high = submit("high");

    aws.runUntilIdle();

    assertThat(world.job(high).startedAt()).isLessThan(world.job(low).startedAt());
  }

  @Test
  @Rule("MQ-3")
  void priority_countsForNothingElsewhere() {
    environments();
    queue("low", 1, SPOT);
    queue("high", 10, ON_DEMAND);
    String low = submit("low");
    String high = submit("high");

    aws.runUntilIdle();

    assertThat(world.job(high).startedAt()).isEqualTo(world.job(low).startedAt());
  }

  @Test
  void hostThatBoots_forAQueueWhoseEnvironmentIsFull_isNotCountedOnByAnother() {
    environments();
    queue("low", 1, SPOT, ON_DEMAND);
    queue("high", 10, SPOT);
    submit("high");
    aws.advance(Duration.ofSeconds(30));
    assertThat(world.launchedTypes()).containsExactly("c5.large");

    submit("low");
    aws.advance(Duration.ofSeconds(10));

    assertThat(world.launchedTypes()).containsExactlyInAnyOrder("c5.large", "m5.large");
  }

  /** Each with room for one job at a time. */
  private void environments() {
    environments(2);
  }

  private void environments(int spotVcpus) {
    world.createEnvironment(SPOT, r -> r.maxvCpus(spotVcpus).instanceTypes("c5.large"));
    world.createEnvironment(
        ON_DEMAND,
        r ->
            r.type(CRType.EC2)
                .allocationStrategy(CRAllocationStrategy.BEST_FIT_PROGRESSIVE)
                .maxvCpus(2)
                .instanceTypes("m5.large"));
    aws.advance(MINUTE);
    world.register(r -> {});
  }

  private void queue(String name, int priority, String... environments) {
    world.createQueue(name, priority, environments);
    aws.advance(MINUTE);
  }

  private String submit(String queue) {
    return world.submit(
        "job",
        r ->
            r.jobQueue(queue)
                .retryStrategy(s -> s.attempts(2))
                .containerOverrides(c -> c.resourceRequirements(v -> v.type("VCPU").value("2"))));
  }

  private List<JobStatus> statuses(String... ids) {
    return List.of(ids).stream().map(id -> world.job(id).status()).toList();
  }

  private String cluster(String environment) {
    String arn = world.environments(environment).get(0).ecsClusterArn();
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
