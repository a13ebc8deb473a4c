package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.spec.JobRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;

class ShutdownStopsTest {

  private final JobFixture fixture = new JobFixture();
  private final TestClock clock = fixture.clock;
  private final StubBatch batch = fixture.batch;
  private final JobQueue queue = fixture.service.queue("q", name -> name);
  private final JobRequest request = JobRequest.builder("work").build();
  private final ShutdownStops stops = fixture.service.shutdownStops("the JVM ended");

  @AfterEach
  void close() {
    fixture.service.close();
  }

  @Test
  void stop_bulkSubmissionUnderWay_leavesNoJobBehind() {
    BulkSubmission unused = queue.submitAll(Stream.generate(() -> request).limit(2_000));
    clock.advance(Duration.ofSeconds(4));
    int submittedBefore = batch.submits.size();
    assertThat(submittedBefore).isBetween(100, 1_000);

    stops.stop();
    clock.advance(Duration.ofMinutes(2));

    assertThat(batch.submits).hasSize(submittedBefore);
    assertThat(terminated())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, submittedBefore).mapToObj(i -> "job-" + i).toList());
    assertThatThrownBy(() -> queue.submit(request))
        .isInstanceOf(JobSubmissionException.class)
        .hasMessageContaining("was not sent: the JVM shuts down");
  }

  /** The answer to its SubmitJob was lost: it is found while the hook is at work. */
  @Test
  void stop_jobIsYetToBeFound_isWaitedForAndTerminated() {
    batch.lostAnswers.add(ApiCallAttemptTimeoutException.create(100));
    batch.listingLag = Duration.ofSeconds(5);
    BulkSubmission unused = queue.submitAll(Stream.of(request));
    clock.advance(Duration.ofSeconds(1));
    assertThat(batch.submits).hasSize(1);

    stops.stop();

    assertThat(terminated()).containsExactly("job-1");
  }

  @Test
  void stop_someJobs_terminatesTheNewestFirstWithoutALook() {
    IntStream.range(0, 3).forEach(i -> queue.submit(request));

    stops.stop();

    assertThat(terminated()).containsExactly("job-3", "job-2", "job-1");
    assertThat(batch.describes).isEmpty();
    assertThat(batch.terminates).allMatch(it -> it.reason().equals("the JVM ended"));
  }

  @Test
  void stop_moreJobsThanThereIsTimeFor_endsAfterTwentySeconds() {
    IntStream.range(0, 1_500).forEach(i -> stops.submitted("job-" + i));

    stops.stop();

    assertThat(clock.elapsed()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
    assertThat(batch.terminates).hasSizeBetween(900, 1_100);
    assertThat(terminated().get(0)).isEqualTo("job-1499");
  }

  @Test
  void stop_throttledAndFailedCalls_goesOnWithTheOthers() {
    IntStream.range(0, 3).forEach(i -> queue.submit(request));
    batch.terminateFailures.add(StubBatch.failure(429, "TooManyRequestsException", "slower"));
    batch.terminateFailures.add(StubBatch.failure(403, "AccessDeniedException", "no"));

    stops.stop();

    assertThat(terminated()).containsExactly("job-3", "job-2", "job-1", "job-3");
  }

  @Test
  void submitted_jobsEndForWhoeverLooks_areForgotten() {
    JobHandle awaited = queue.submit(request);
    JobHandle followed = queue.submit(request);
    JobHandle among = queue.submit(request);
    assertThat(stops.size()).isEqualTo(3);
    Stream.of(awaited, followed, among).forEach(job -> batch.job(job.id(), JobStatus.SUCCEEDED));

    fixture.service.job(awaited.id()).await(Duration.ofHours(1));
    followed.follow(transition -> {}).await(Duration.ofHours(1));
    fixture.service.follow(List.of(among), transition -> {}).await(Duration.ofHours(1));

    assertThat(stops.size()).isZero();
  }

  private List<String> terminated() {
    return batch.terminates.stream().map(TerminateJobRequest::jobId).toList();
  }
}
