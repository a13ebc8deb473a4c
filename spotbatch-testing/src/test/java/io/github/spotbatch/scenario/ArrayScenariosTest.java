package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An array job is submitted and waited for as a whole. */
class ArrayScenariosTest {

  private static final Duration LONG = Duration.ofHours(12);

  private FakeAws aws;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    aws = FakeAws.create();
    HandMadeQueue.make(aws);
    queue = aws.spotBatch().queue(HandMadeQueue.QUEUE);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void array_allChildrenSucceed_succeeds() {
    JobResult result = submit(20).awaitSuccess(LONG);

    assertThat(result.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(result.attempts()).isEmpty();
  }

  @Test
  void array_oneChildFails_failsOnceAllHaveEnded() {
    aws.jobs().matching(run -> run.arrayIndex().orElse(-1) == 7).exits(1);
    aws.jobs()
        .matching(run -> run.arrayIndex().orElse(-1) == 8)
        .runsFor(Duration.ofHours(2))
        .exits(0);

    JobResult result = submit(20).await(LONG);

    assertThat(result.state()).isEqualTo(JobState.FAILED);
    assertThat(result.statusReason()).contains("Array Child Job failed");
    assertThat(Duration.between(result.createdAt().orElseThrow(), result.stoppedAt().orElseThrow()))
        .isGreaterThan(Duration.ofHours(2));
  }

  private JobHandle submit(int size) {
    return queue.submit(
        JobRequest.builder(HandMadeQueue.DEFINITION).jobName("frames").arraySize(size).build());
  }
}
