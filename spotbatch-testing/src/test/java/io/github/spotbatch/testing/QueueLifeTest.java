package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Timings.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.JobQueueType;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** A queue from its creation until it is gone. */
class QueueLifeTest {

  private static final String OTHER = "other";

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule({"JQ-16", "JQ-17", "JQ-18", "JQ-19"})
  void queue_goesThroughAllItsStatuses() {
    List<String> seen = new ArrayList<>();
    world.createQueue(OTHER, 1, ENVIRONMENT);
    seen.add(look());
    pass(Step.QUEUE_CREATING);
    seen.add(look());
    disable();
    seen.add(look());
    pass(Step.QUEUE_UPDATING);
    seen.add(look());
    world.batch.deleteJobQueue(r -> r.jobQueue(OTHER));
    seen.add(look());

    assertThat(seen)
        .containsExactly(
            "ENABLED CREATING",
            "ENABLED VALID",
            "DISABLED UPDATING",
            "DISABLED VALID",
            "DISABLED DELETING");
    pass(Step.QUEUE_DELETING);
    assertThat(world.queues(OTHER)).isEmpty();
    assertThat(aws.timeline())
        .contains("-> CREATING", "CREATING -> VALID", "ENABLED -> DISABLED", "DELETING -> gone");
  }

  private String look() {
    JobQueueDetail queue = world.queues(OTHER).get(0);
    assertThat(queue.statusReason()).isEqualTo("JobQueue Healthy");
    return queue.stateAsString() + " " + queue.statusAsString();
  }

  @Test
  @Rule({"JQ-3", "JOB-12"})
  void disabledQueue_takesNoJobsAndFinishesWhatItHas() {
    String running = world.submit("first");
    world.batch.updateJobQueue(r -> r.jobQueue(QUEUE).state(JQState.DISABLED));

    assertThat(Refusal.messageOf(() -> world.submit("second"))).contains("ENABLED");
    aws.runUntilIdle();

    assertThat(world.job(running).status()).isEqualTo(JobStatus.SUCCEEDED);
    world.batch.updateJobQueue(r -> r.jobQueue(QUEUE).state(JQState.ENABLED));
    assertThat(world.submit("third")).isNotEmpty();
  }

  @Test
  @Rule("JQ-3")
  void createdDisabled_staysDisabled() {
    world.batch.createJobQueue(
        BatchWorld.queue(OTHER, 1, ENVIRONMENT).state(JQState.DISABLED).build());
    pass(Step.QUEUE_CREATING);

    assertThat(world.queues(OTHER).get(0).state()).isEqualTo(JQState.DISABLED);
    world.batch.deleteJobQueue(r -> r.jobQueue(OTHER));
    assertThat(world.queues(OTHER).get(0).status()).isEqualTo(JQStatus.DELETING);
  }

  @Test
  @Rule("CE-120")
  void create_the51st_isRefusedUntilOneIsGone() {
    IntStream.range(1, 50).forEach(i -> world.createQueue("queue" + i, 1, ENVIRONMENT));

    assertThat(Refusal.messageOf(() -> world.createQueue(OTHER, 1, ENVIRONMENT))).contains("50");
    pass(Step.QUEUE_CREATING);
    world.batch.updateJobQueue(r -> r.jobQueue(QUEUE).state(JQState.DISABLED));
    pass(Step.QUEUE_UPDATING);
    world.batch.deleteJobQueue(r -> r.jobQueue(QUEUE));
    assertThat(Refusal.messageOf(() -> world.createQueue(OTHER, 1, ENVIRONMENT))).contains("50");
    pass(Step.QUEUE_DELETING);

    world.createQueue(OTHER, 1, ENVIRONMENT);
    assertThat(world.queues(OTHER)).hasSize(1);
  }

  @Test
  @Rule("ERR-8")
  void describe_isPaged() {
    List.of("a", "b", "c").forEach(name -> world.createQueue(name, 1, ENVIRONMENT));

    assertThat(world.batch.describeJobQueuesPaginator(r -> r.maxResults(3)))
        .extracting(page -> page.jobQueues().size())
        .containsExactly(3, 1);
  }

  @Test
  void describe_tellsTheType() {
    assertThat(world.queues(QUEUE).get(0).jobQueueType()).isEqualTo(JobQueueType.ECS);
  }

  private void disable() {
    world.batch.updateJobQueue(r -> r.jobQueue(OTHER).state(JQState.DISABLED));
  }

  private void pass(Step step) {
    aws.advance(Timings.defaults().of(step));
  }
}
