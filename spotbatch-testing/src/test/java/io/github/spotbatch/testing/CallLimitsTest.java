package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.spec.JobRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ClientException;

/** How many calls a second AWS lets in, by the world's clock. */
class CallLimitsTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchClient batch = aws.typedClient(BatchClient.class);

  @AfterEach
  void close() {
    aws.close();
  }

  /** How many of these calls are not throttled; that the queue is missing comes after that. */
  private static long admitted(BatchClient batch, int calls) {
    return IntStream.range(0, calls)
        .filter(
            i -> {
              try {
                batch.submitJob(r -> r.jobName("j" + i).jobQueue("none").jobDefinition("work"));
                throw new AssertionError("there is no such queue");
              } catch (ClientException e) {
                return true;
              } catch (BatchException e) {
                assertThat(e.statusCode()).isEqualTo(429);
                return false;
              }
            })
        .count();
  }

  @Test
  @Rule({"JOB-11", "UNV-25"})
  void accountLimits_letFiftySubmissionsInEachSecond() {
    assertThat(admitted(batch, 200)).isEqualTo(200);

    aws.faults().accountLimits();

    assertThat(admitted(batch, 200)).isEqualTo(50);
    assertThat(admitted(batch, 1)).isZero();
    aws.advance(Duration.ofMillis(500));
    assertThat(admitted(batch, 200)).isEqualTo(25);
    aws.advance(Duration.ofSeconds(1));
    assertThat(admitted(batch, 200)).isEqualTo(50);
    aws.advance(Duration.ofHours(1));
    assertThat(admitted(batch, 200)).isEqualTo(50);
    assertThat(aws.faults().injected().count(FaultKind.THROTTLED, "SubmitJob"))
        .isEqualTo(150 + 1 + 175 + 150 + 150);
  }

  @Test
  @Rule("JOB-11")
  void limit_isOfEachAccountAndRegion() {
    aws.faults().accountLimits();

    assertThat(admitted(batch, 60)).isEqualTo(50);
    assertThat(admitted(aws.typedClient(BatchClient.class, aws.account(), Region.EU_WEST_1), 60))
        .isEqualTo(50);
    assertThat(admitted(aws.typedClient(BatchClient.class, "210987654321", aws.region()), 60))
        .isEqualTo(50);
  }

  @Test
  void limit_saidAgain_takesThePlaceOfTheEarlierOne() {
    aws.faults().accountLimits().limit("batch:submitjob", 5).limit("SubmitJob", 100, 7);

    assertThat(admitted(batch, 60)).isEqualTo(5);
  }

  @Test
  void limits_severalOfOneCall_allCount() {
    aws.faults().limit("SubmitJob", 10).limit("batch:*", 0.5, 12);

    assertThat(admitted(batch, 20)).isEqualTo(10);
    aws.advance(Duration.ofSeconds(1));
    assertThat(admitted(batch, 20)).as("2.5 tokens were left").isEqualTo(2);
    aws.advance(Duration.ofSeconds(1));
    assertThat(admitted(batch, 20)).isEqualTo(1);
  }

  @Test
  void spotbatch_submittingMore_waitsAndBringsThemAllIn() {
    BatchWorld.ready(aws);
    aws.faults().limit("SubmitJob", 2);
    Instant start = aws.time().now();

    try (SpotBatch spotBatch = aws.spotBatch()) {
      JobQueue queue = spotBatch.queue("jobs");
      IntStream.range(0, 12)
          .forEach(i -> queue.submit(JobRequest.builder("work").jobName("frame-" + i).build()));
    }

    assertThat(
            aws.batch()
                .listJobs(
                    r -> r.jobQueue("jobs").filters(f -> f.name("JOB_NAME").values("frame-*")))
                .jobSummaryList())
        .hasSize(12);
    assertThat(aws.time().now()).isAfterOrEqualTo(start.plusSeconds(5));
    assertThat(aws.faults().injected().count(FaultKind.THROTTLED)).isPositive();
  }

  @Test
  void limit_ofARealClient_isRetriedInVainWhileTimeStandsStill() {
    aws.faults().limit("DescribeJobQueues", 1);
    BatchClient real = aws.batch();
    real.describeJobQueues();

    assertThatThrownBy(real::describeJobQueues).isInstanceOf(BatchException.class);
    assertThat(aws.journal().count("DescribeJobQueues")).isEqualTo(4);
    aws.advance(Duration.ofSeconds(1));
    real.describeJobQueues();
  }
}
