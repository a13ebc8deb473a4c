package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobTransition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveJobsTest {

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

  @Test
  void fewJobs_withoutTerminal_areALineForEachChange() {
    LiveJobs live = new LiveJobs(out, false, 2);

    move(live, 1, null, JobState.RUNNING);
    move(live, 1, JobState.RUNNING, JobState.SUCCEEDED);

    assertThat(lines())
        .containsExactly(
            "  job-1                                RUNNING",
            "  job-1                                SUCCEEDED");
  }

  @Test
  void tenThousandJobs_withoutTerminal_areALineForEachTenth() {
    LiveJobs live = new LiveJobs(out, false, 10_000);

    for (int job = 0; job < 10_000; job++) {
      move(live, job, null, JobState.RUNNING);
    }
    for (int job = 0; job < 2_500; job++) {
      move(live, job, JobState.RUNNING, JobState.SUCCEEDED);
    }

    assertThat(lines())
        .containsExactly(
            "  [####====================================] 1000 of 10000 ended: 9000 RUNNING, 1000"
                + " SUCCEEDED",
            "  [########================================] 2000 of 10000 ended: 8000 RUNNING, 2000"
                + " SUCCEEDED");
  }

  @Test
  void fewJobs_onATerminal_arePaintedInPlace() {
    LiveJobs live = new LiveJobs(out, true, 1);

    move(live, 1, null, JobState.RUNNING);
    move(live, 1, JobState.RUNNING, JobState.FAILED);

    assertThat(lines())
        .containsExactly(
            "\033[2K  job-1                                RUNNING",
            "\033[2K  [========================================] 0 of 1 ended: 1 RUNNING",
            "\033[2A\033[2K  job-1                                FAILED",
            "\033[2K  [!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!] 1 of 1 ended: 1 FAILED");
  }

  private static void move(LiveJobs live, int number, JobState from, JobState to) {
    String id = "job-" + number;
    JobResult result =
        new JobResult(
            id,
            id,
            Optional.empty(),
            Optional.empty(),
            to,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    live.onTransition(
        new JobTransition(id, id, Optional.ofNullable(from), to, Instant.EPOCH, result));
  }

  private List<String> lines() {
    return told.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
