package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** In which order jobs run, with room for one of them at a time. */
class SchedulingTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world =
      BatchWorld.ready(aws, r -> r.maxvCpus(2).instanceTypes("c5.large"));

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("JQ-14")
  void queue_runsFirstInFirstOut() {
    List<String> ids = List.of(submit("a", QUEUE), submit("b", QUEUE), submit("c", QUEUE));

    aws.runUntilIdle();

    assertThat(byStart(ids)).containsExactly("a", "b", "c");
  }

  @Test
  @Rule("JQ-14")
  void retriedJob_runsBeforeThoseThatWaited() {
    aws.jobs().named("a").onAttempt(1).exits(1);
    String first = submit("a", QUEUE);
    String second = submit("b", QUEUE);

    aws.runUntilIdle();

    assertThat(world.job(first).attempts()).hasSize(2);
    assertThat(byStart(List.of(first, second))).containsExactly("a", "b");
  }

  @Test
  void job_ofAQueueThatIsBeingMade_startsOnceItIsValid() {
    Timings slow = Timings.defaults().with(Timings.Step.QUEUE_CREATING, Duration.ofMinutes(10));
    try (FakeAws unhurried = FakeAws.builder().timings(slow).build()) {
      BatchWorld made = new BatchWorld(unhurried);
      made.createEnvironment(r -> {});
      unhurried.advance(Duration.ofMinutes(1));
      made.createQueue();
      made.register(d -> {});
      String id = made.submit("early");

      unhurried.advance(Duration.ofMinutes(9));
      assertThat(made.launchedTypes()).isEmpty();
      unhurried.runUntilIdle();

      assertThat(made.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    }
  }

  @Test
  @Rule("JQ-2")
  void queueOfHigherPriority_isServedFirst() {
    world.createQueue("urgent", 10, ENVIRONMENT);
    aws.advance(Duration.ofMinutes(1));
    List<String> ids = List.of(submit("a", QUEUE), submit("b", QUEUE), submit("c", "urgent"));

    aws.runUntilIdle();

    assertThat(byStart(ids)).containsExactly("c", "a", "b");
  }

  @Test
  @Rule("JQ-5")
  void secondEnvironment_takesWhatTheFirstHasNoRoomFor() {
    aws.jobs().named("*").runsFor(Duration.ofHours(1));
    world.createEnvironment("fallback", r -> r.instanceTypes("m5.large").maxvCpus(2));
    aws.advance(Duration.ofMinutes(1));
    world.createQueue("both", 1, ENVIRONMENT, "fallback");
    submit("a", "both");
    submit("b", "both");

    aws.advance(Duration.ofMinutes(5));

    assertThat(world.launchedTypes()).containsExactlyInAnyOrder("c5.large", "m5.large");
  }

  @Test
  @Rule("JOB-20")
  void dependant_waitsForAllItDependsOn() {
    String first = submit("a", QUEUE);
    String second = submit("b", QUEUE);
    String last = world.submit("c", r -> r.dependsOn(d -> d.jobId(first), d -> d.jobId(second)));

    aws.advance(Duration.ofSeconds(90));
    assertThat(world.job(last).status()).isEqualTo(JobStatus.PENDING);
    aws.runUntilIdle();

    assertThat(world.job(last).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(byStart(List.of(first, second, last))).containsExactly("a", "b", "c");
  }

  @Test
  @Rule("JOB-28")
  void dependant_ofAFailedJob_failsWithoutRunning() {
    aws.jobs().named("a").exits(1);
    String first = world.submit("a");
    String second = world.submit("b", r -> r.dependsOn(d -> d.jobId(first)));
    String third = world.submit("c", r -> r.dependsOn(d -> d.jobId(second)));

    aws.runUntilIdle();

    for (String id : List.of(second, third)) {
      assertThat(world.job(id).status()).isEqualTo(JobStatus.FAILED);
      assertThat(world.job(id).statusReason()).isEqualTo("Dependent Job failed");
      assertThat(world.job(id).attempts()).isEmpty();
    }
  }

  private String submit(String name, String queue) {
    return world.submit(
        name,
        r ->
            r.jobQueue(queue)
                .retryStrategy(s -> s.attempts(2))
                .containerOverrides(c -> c.resourceRequirements(v -> v.type("VCPU").value("2"))));
  }

  private List<String> byStart(List<String> ids) {
    return ids.stream()
        .map(world::job)
        .sorted(Comparator.comparing(JobDetail::startedAt))
        .map(JobDetail::jobName)
        .toList();
  }
}
