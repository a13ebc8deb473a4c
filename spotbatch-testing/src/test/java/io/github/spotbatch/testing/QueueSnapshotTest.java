package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.FrontOfQueueDetail;
import software.amazon.awssdk.services.batch.model.FrontOfQueueJobSummary;

/** What GetJobQueueSnapshot shows of the front of a queue. */
class QueueSnapshotTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world =
      BatchWorld.ready(aws, r -> r.maxvCpus(2).instanceTypes("c5.large"));

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("JQ-20")
  void snapshot_showsWaitingJobsInOrder_withTheTimeAtTheirPosition() {
    aws.jobs().named("*").runsFor(Duration.ofMinutes(10));
    submit("running");
    aws.advance(Duration.ofMinutes(2));
    List<String> arns = List.of(submit("b"), submit("c"), submit("d"));
    aws.advance(Duration.ofMinutes(1));
    FrontOfQueueDetail before = front();
    assertThat(before.jobs()).extracting(FrontOfQueueJobSummary::jobArn).isEqualTo(arns);
    assertThat(before.lastUpdatedAt()).isEqualTo(aws.time().now().toEpochMilli());

    world.batch.cancelJob(
        r -> r.jobId(arns.get(1).substring(arns.get(1).lastIndexOf('/') + 1)).reason("enough"));
    aws.advance(Duration.ofSeconds(30));
    FrontOfQueueDetail after = front();

    assertThat(after.jobs())
        .extracting(FrontOfQueueJobSummary::jobArn)
        .containsExactly(arns.get(0), arns.get(2));
    assertThat(after.jobs().get(0)).as("has not moved").isEqualTo(before.jobs().get(0));
    assertThat(after.jobs().get(1).earliestTimeAtPosition())
        .isGreaterThan(before.jobs().get(2).earliestTimeAtPosition());
  }

  @Test
  @Rule("JQ-20")
  void snapshot_showsTheFirst100() {
    aws.jobs().named("*").runsFor(Duration.ofHours(1));
    List<String> arns = IntStream.range(0, 103).mapToObj(i -> submit("job" + i)).toList();

    aws.advance(Duration.ofMinutes(3));

    assertThat(front().jobs())
        .extracting(FrontOfQueueJobSummary::jobArn)
        .isEqualTo(arns.subList(1, 101));
  }

  @Test
  void snapshot_emptyQueue_isEmpty() {
    assertThat(front().jobs()).isEmpty();
  }

  @Test
  void snapshot_absentQueue_doesNotExist() {
    Refusal.bare("none does not exist", any -> {})
        .check(() -> world.batch.getJobQueueSnapshot(r -> r.jobQueue("none")));
  }

  private FrontOfQueueDetail front() {
    return world.batch.getJobQueueSnapshot(r -> r.jobQueue(QUEUE)).frontOfQueue();
  }

  private String submit(String name) {
    String id =
        world.submit(
            name,
            r -> r.containerOverrides(c -> c.resourceRequirements(v -> v.type("VCPU").value("2"))));
    return world.job(id).jobArn();
  }
}
