package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.ArraySummary;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.FailedChild;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobHost;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.testing.Adversity;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;

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
    aws.journal().clear();
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

  @Test
  void array_underWay_countsItsChildrenByState() {
    aws.jobs().matching(run -> run.arrayIndex().orElse(-1) < 5).exits(1);
    aws.jobs()
        .matching(run -> run.arrayIndex().orElse(-1) >= 5)
        .runsFor(Duration.ofHours(2))
        .exits(0);
    JobHandle job = submit(20);
    aws.advance(Duration.ofHours(1));

    JobResult result = job.result();

    ArraySummary array = result.array().orElseThrow();
    assertThat(array.size()).isEqualTo(20);
    assertThat(array.count(JobState.FAILED)).isEqualTo(5);
    assertThat(array.count(JobState.RUNNING)).isEqualTo(15);
    assertThat(array.counts()).containsOnlyKeys(JobState.RUNNING, JobState.FAILED);
    assertThat(array.failed()).isEmpty();
    assertThat(result.explain())
        .isEqualTo("Job %s (%s) is PENDING (5 of 20 children failed).", job.awsName(), job.id());
    assertThat(job.child(3).result().array()).isEmpty();
  }

  @Test
  void failedChildren_someFailed_haveIndexCauseAndLogs() {
    aws.jobs().matching(run -> run.arrayIndex().orElse(-1) == 3).logs("no scene").exits(3);
    aws.jobs().matching(run -> List.of(1, 7).contains(run.arrayIndex().orElse(-1))).exits(137);
    aws.jobs().matching(run -> run.arrayIndex().orElse(-1) == 8).runsOutOfMemory();
    JobHandle job = submit(20);
    JobResult plain = job.await(LONG);
    aws.journal().clear();

    List<FailedChild> failed = job.failedChildren();

    assertThat(aws.journal().count("*")).isEqualTo(2);
    assertThat(failed)
        .extracting(FailedChild::index, FailedChild::cause)
        .containsExactly(
            tuple(1, new AttemptCause.NonZeroExit(137)),
            tuple(3, new AttemptCause.NonZeroExit(3)),
            tuple(7, new AttemptCause.NonZeroExit(137)),
            tuple(8, new AttemptCause.OutOfMemory()));
    assertThat(job.child(3).logs()).extracting(LogLine::message).containsExactly("no scene");
    assertThat(plain.explain()).endsWith(" failed: 4 of 20 children failed.");
    assertThat(job.investigate().explain())
        .isEqualTo(
            "Job %s (%s) failed: 4 of 20 children failed: 2 ended with exit code 137 (1, 7), 1 ended"
                + " with exit code 3 (3), 1 ran out of memory (8).",
            job.awsName(), job.id());
  }

  @Test
  void investigate_manyHostsTaken_asksForAllOfThemAtOnce() {
    aws.jobs().image("*").runsFor(Duration.ofHours(1));
    aws.spot().script("gone").after(Duration.ofMinutes(20), Adversity.reclaimEverything());
    JobHandle job = submit(12);
    job.await(LONG);
    aws.journal().clear();

    ArraySummary array = job.investigate().array().orElseThrow();

    assertThat(array.failed())
        .hasSize(12)
        .allMatch(child -> child.cause() instanceof AttemptCause.SpotInterruption)
        .allMatch(child -> isSpot(child.result()));
    assertThat(array.explain())
        .isEqualTo("12 of 12 children failed: 12 lost the host to a Spot interruption (0-11)");
    assertThat(aws.journal().count("*")).isEqualTo(6);
    assertThat(aws.journal().count("ec2:DescribeInstances")).isEqualTo(1);
  }

  @Test
  void failedChildren_thousands_arePagedAndDescribedInHundreds() {
    aws.jobs().image("*").exits(1);
    try (SpotBatch quick =
        aws.spotBatchBuilder().batchClient(aws.typedClient(BatchClient.class)).build()) {
      JobHandle job = quick.queue(HandMadeQueue.QUEUE).submit(frames(2_050));
      job.await(Duration.ofDays(30));
      aws.journal().clear();

      List<FailedChild> failed = job.failedChildren();

      assertThat(failed)
          .extracting(FailedChild::index)
          .containsExactlyElementsOf(IntStream.range(0, 2_050).boxed().toList());
      assertThat(aws.journal().count("ListJobs")).isEqualTo(3);
      assertThat(aws.journal().count("DescribeJobs")).isEqualTo(21);
    }
  }

  @Test
  void failedChildren_listingLagsBehind_looksUntilAllAreListed() {
    aws.jobs().image("*").exits(1);
    AtomicInteger listings = new AtomicInteger();
    try (SpotBatch lagging =
        aws.spotBatchBuilder().customizeRequests(new EmptyFirst(listings)).build()) {
      JobHandle job = lagging.queue(HandMadeQueue.QUEUE).submit(frames(3));
      job.await(Duration.ofDays(1));

      assertThat(job.failedChildren()).hasSize(3);
      assertThat(listings).hasValue(4);
    }
  }

  /** Has the first three listings of failed children show none. */
  private record EmptyFirst(AtomicInteger listings) implements RequestCustomizer {

    @Override
    public AwsRequest customize(AwsRequest request) {
      boolean empty =
          request instanceof ListJobsRequest list
              && list.arrayJobId() != null
              && listings.incrementAndGet() <= 3;
      return empty
          ? ((ListJobsRequest) request).toBuilder().jobStatus(JobStatus.SUBMITTED).build()
          : request;
    }
  }

  @Test
  void failedChildren_awsThrottles_asksAgain() {
    aws.jobs().image("*").exits(1);
    try (SpotBatch patient =
        aws.spotBatchBuilder().batchClient(aws.typedClient(BatchClient.class)).build()) {
      JobHandle job = patient.queue(HandMadeQueue.QUEUE).submit(frames(5));
      job.await(LONG);
      aws.faults().on("ListJobs").throttle().times(2);
      aws.faults().on("DescribeJobs").throttle().times(2);

      assertThat(job.failedChildren()).hasSize(5);
    }
  }

  @Test
  void failedChildren_ofASingleJob_saysThatItIsNone() {
    JobHandle job = queue.submit(JobRequest.builder(HandMadeQueue.DEFINITION).build());

    assertThatThrownBy(job::failedChildren)
        .isInstanceOf(SpotBatchException.class)
        .hasMessage("Job %s (%s) is no array job, so it has no children.", job.awsName(), job.id());
    assertThatThrownBy(() -> job.child(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a child's index begins at 0, was -1");
  }

  private static boolean isSpot(JobResult result) {
    return result.attempts().get(0).host().flatMap(JobHost::spot).orElse(false);
  }

  private JobHandle submit(int size) {
    return queue.submit(frames(size));
  }

  private static JobRequest frames(int size) {
    return JobRequest.builder(HandMadeQueue.DEFINITION).jobName("frames").arraySize(size).build();
  }
}
