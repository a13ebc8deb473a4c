package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.StopReport;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobStatus;

class JobStopsTest {

  private final JobFixture fixture = new JobFixture();
  private final StubBatch batch = fixture.batch;

  @Test
  void stop_mayNotCancel_terminates() {
    batch.job("a", JobStatus.RUNNABLE);
    batch.cancelFailures.add(denied());

    StopReport report = fixture.service.control().stop(List.of("a"), "enough");

    assertThat(report.terminated()).containsExactly("a");
    assertThat(report.failures()).isEmpty();
    assertThat(batch.terminates).hasSize(1);
    assertThat(batch.describes).hasSize(1);
  }

  @Test
  void stop_mayDoNeither_saysSo() {
    batch.job("a", JobStatus.RUNNABLE);
    batch.cancelFailures.add(denied());
    batch.terminateFailures.add(denied());

    assertThatThrownBy(() -> fixture.service.job("a").stop("enough"))
        .isInstanceOf(SpotBatchException.class)
        .hasMessageContaining("AWS refused to stop job a: not allowed");
  }

  @Test
  void stop_manyJobs_endsFiftyASecond() {
    List<String> ids = IntStream.range(0, 500).mapToObj(i -> "job-" + i).toList();
    ids.forEach(id -> batch.job(id, JobStatus.RUNNING));

    StopReport report = fixture.service.control().stop(ids, "enough");

    assertThat(report.terminated()).hasSize(500);
    assertThat(fixture.clock.elapsed()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
  }

  /** The SDK's own retries would hide throttling from the rate. */
  @Test
  void stop_calls_areNotRepeatedBelow() {
    batch.job("a", JobStatus.RUNNING);

    fixture.service.job("a").stop("enough");

    assertThat(batch.terminates.get(0).overrideConfiguration().orElseThrow().plugins()).hasSize(1);
  }

  private static RuntimeException denied() {
    return StubBatch.failure(403, "AccessDeniedException", "not allowed");
  }
}
