package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.StopReport;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs are stopped by the call that ends them in the state that they are in. */
class StopScenariosTest {

  private static final Duration LONG = Duration.ofHours(12);

  private FakeAws aws;
  private SpotBatch spotBatch;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    aws = FakeAws.create();
    HandMadeQueue.make(aws);
    aws.jobs().named("*").runsFor(Duration.ofHours(3));
    spotBatch = aws.spotBatch();
    queue = spotBatch.queue(HandMadeQueue.QUEUE);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void stop_runnable_isCancelled() {
    JobHandle job = submit(it -> {});
    aws.advance(Duration.ofSeconds(5));
    assertThat(job.state()).isEqualTo(JobState.RUNNABLE);

    job.stop("wrong input");

    assertThat(job.result().cause()).contains(new AttemptCause.Cancelled("wrong input"));
    assertCalls(1, 0);
  }

  @Test
  void stop_running_isTerminated() {
    JobHandle job = submit(it -> {});
    aws.advance(Duration.ofMinutes(10));
    assertThat(job.state()).isEqualTo(JobState.RUNNING);

    job.stop("enough");

    assertThat(job.await(LONG).cause()).contains(new AttemptCause.Terminated("enough"));
    assertCalls(0, 1);
  }

  /** A cancellation would wait for the job before it. */
  @Test
  void stop_pending_endsAtOnce() {
    JobHandle first = submit(it -> {});
    JobHandle second = submit(it -> it.dependsOn(first.id()));
    aws.advance(Duration.ofMinutes(10));
    assertThat(second.state()).isEqualTo(JobState.PENDING);

    second.stop("not needed");

    assertThat(second.result().state()).isEqualTo(JobState.FAILED);
    assertThat(first.state()).isEqualTo(JobState.RUNNING);
  }

  /** The look is older than the start, so that CancelJob comes too late and does nothing. */
  @Test
  void stop_startsBetweenTheLookAndTheCall_isTerminatedAfterAll() {
    JobHandle job = submit(it -> {});
    aws.advance(Duration.ofSeconds(5));
    aws.faults().on("CancelJob").delay(Duration.ofMinutes(10)).times(1);

    job.stop("enough");

    assertThat(job.await(LONG).cause()).contains(new AttemptCause.Terminated("enough"));
    assertCalls(1, 1);
  }

  @Test
  void stop_readsAreStale_isTerminatedAfterTheLastLook() {
    JobHandle job = submit(it -> {});
    aws.advance(Duration.ofSeconds(5));
    aws.faults().on("DescribeJobs").stale(Duration.ofHours(2));
    assertThat(job.state()).isEqualTo(JobState.RUNNABLE);
    aws.advance(Duration.ofMinutes(10));

    job.stop("enough");

    aws.faults().clear();
    assertThat(job.await(LONG).cause()).contains(new AttemptCause.Terminated("enough"));
    assertCalls(1, 1);
  }

  @Test
  void stop_arrayOfWhichSomeRun_endsAllChildren() {
    JobHandle array = submit(it -> it.arraySize(40));
    aws.advance(Duration.ofMinutes(10));

    array.stop("enough");
    array.await(LONG);

    assertThat(List.of(0, 39))
        .allMatch(
            i ->
                spotBatch
                    .job(array.id() + ":" + i)
                    .result()
                    .statusReason()
                    .orElseThrow()
                    .equals("enough"));
  }

  @Test
  void stop_throttledAndLostAnswers_stopsAllTheSame() {
    JobHandle job = submit(it -> {});
    aws.advance(Duration.ofMinutes(10));
    aws.faults().on("DescribeJobs").throttle().times(4);
    aws.faults().on("TerminateJob").loseResponse().times(4);

    job.stop("enough");

    assertThat(job.await(LONG).cause()).contains(new AttemptCause.Terminated("enough"));
    assertThat(aws.faults().injected().count(FaultKind.RESPONSE_LOST)).isEqualTo(4);
  }

  @Test
  void stop_endedUnknownAndWithoutReason_saysSo() {
    JobHandle job = submit(it -> {});
    job.awaitSuccess(LONG);
    job.stop("too late");
    assertThat(job.result().succeeded()).isTrue();
    assertCalls(0, 0);

    assertThatThrownBy(() -> spotBatch.job("00000000-0000-0000-0000-000000000000").stop("enough"))
        .isInstanceOf(JobNotFoundException.class);
    assertThatThrownBy(() -> job.stop("")).isInstanceOf(IllegalArgumentException.class);
    spotBatch.close();
    assertThatThrownBy(() -> submitted().stop("enough")).isInstanceOf(SpotBatchException.class);
  }

  @Test
  void stopAll_jobsOfAllStates_areStoppedEachOnce() {
    JobHandle ended = submit(it -> {});
    ended.terminate("before");
    List<JobHandle> jobs = IntStream.range(0, 30).mapToObj(i -> submit(it -> {})).toList();
    JobHandle pending = submit(it -> it.dependsOn(jobs.get(0).id()));
    JobHandle array = submit(it -> it.arraySize(10));
    aws.advance(Duration.ofMinutes(10));

    StopReport report = queue.stopAll("closing time");

    assertThat(report)
        .hasToString("14 cancelled, 18 terminated, 0 had ended, 0 could not be stopped");
    assertThat(report.terminated()).contains(pending.id(), array.id());
    assertThat(jobs)
        .allMatch(job -> job.await(LONG).statusReason().orElseThrow().equals("closing time"));
    assertThat(array.await(LONG).state()).isEqualTo(JobState.FAILED);
    assertThat(ended.result().statusReason()).contains("before");
    assertThat(queue.stopAll("again"))
        .hasToString("0 cancelled, 0 terminated, 0 had ended, 0 could not be stopped");
  }

  private void assertCalls(int cancels, int terminates) {
    assertThat(aws.journal().count("CancelJob")).isEqualTo(cancels);
    assertThat(aws.journal().count("TerminateJob")).isEqualTo(terminates);
  }

  private JobHandle submitted() {
    return spotBatch.job("any");
  }

  private JobHandle submit(java.util.function.Consumer<JobRequest.Builder> change) {
    JobRequest.Builder request = JobRequest.builder(HandMadeQueue.DEFINITION).jobName("job");
    change.accept(request);
    return queue.submit(request.build());
  }
}
