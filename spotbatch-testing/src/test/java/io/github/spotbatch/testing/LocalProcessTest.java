package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Jobs that are processes of this machine, at ten simulated minutes a second. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LocalProcessTest {

  private static final String TELLS_OF_ITS_END =
      "trap 'echo stopped; exit 0' TERM; echo ready; while :; do sleep 0.02; done";

  @TempDir private Path folder;

  private final RealJobs jobs = new RealJobs();
  private final FakeAws aws = jobs.aws;

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("JOB-80")
  void process_getsTheDefinitionsEnvironmentAndBatchsAndNoMore() throws Exception {
    aws.jobs()
        .named("job")
        .runs(LocalCommand.javaMain(PrintEnvironment.class).defaultArguments("a", "b"));

    String id =
        jobs.submit(r -> r.containerOverrides(c -> c.environment(e -> e.name("SCENE").value("7"))));
    JobDetail job = jobs.finished(id);

    Map<String, String> given =
        jobs.lines(job).stream()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    assertThat(given)
        .containsOnlyKeys(
            "AWS_BATCH_CE_NAME",
            "AWS_BATCH_JOB_ATTEMPT",
            "AWS_BATCH_JOB_ID",
            "AWS_BATCH_JQ_NAME",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "HOME",
            "PATH",
            "SCENE",
            "arguments")
        .containsEntry("AWS_BATCH_CE_NAME", ENVIRONMENT)
        .containsEntry("AWS_BATCH_JOB_ATTEMPT", "1")
        .containsEntry("AWS_BATCH_JOB_ID", id)
        .containsEntry("AWS_BATCH_JQ_NAME", QUEUE)
        .containsEntry("SCENE", "7")
        .containsEntry("arguments", "a,b");
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.container().exitCode()).isEqualTo(7);
    Path home = Path.of(given.get("HOME"));
    jobs.until(() -> !Files.exists(home));
  }

  @Test
  @Rule("JOB-80")
  void process_ofAnArraysChild_getsItsIndexAndTheSize() throws Exception {
    aws.jobs().named("job").runs(LocalCommand.javaMain(PrintEnvironment.class));

    String id = jobs.submit(r -> r.arrayProperties(a -> a.size(2)));

    for (int index : new int[] {0, 1}) {
      assertThat(jobs.lines(jobs.finished(id + ":" + index)))
          .contains(
              "AWS_BATCH_JOB_ARRAY_INDEX=" + index,
              "AWS_BATCH_JOB_ARRAY_SIZE=2",
              "AWS_BATCH_JOB_ID=" + id + ":" + index);
    }
  }

  @Test
  void program_missing_failsTheAttemptInTheFakesOwnWords() throws Exception {
    aws.jobs().named("job").runs(LocalCommand.of("no-such-program-anywhere"));

    JobDetail job = jobs.finished(jobs.submit(r -> {}));

    AttemptDetail attempt = job.attempts().get(0);
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(attempt.statusReason())
        .startsWith("spotbatch-testing: cannot run [no-such-program-anywhere]");
    assertThat(attempt.container().reason()).startsWith("spotbatch-testing: cannot run");
    assertThat(attempt.container().exitCode()).isNull();
    assertThat(jobs.lines(job)).hasSize(1).allMatch(line -> line.startsWith("spotbatch-testing:"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Rule("JD-53")
  void timeout_sendsSigterm() throws Exception {
    aws.jobs().named("job").runs(shell(TELLS_OF_ITS_END));

    JobDetail job = jobs.finished(jobs.submit(r -> r.timeout(t -> t.attemptDurationSeconds(900))));

    assertThat(job.statusReason()).isEqualTo("Job attempt duration exceeded timeout");
    jobs.until(() -> jobs.lines(job).contains("stopped"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Rule("JOB-61")
  void terminate_sendsSigterm() throws Exception {
    aws.jobs().named("job").runs(shell(TELLS_OF_ITS_END));
    String id = jobs.submit(r -> {});
    jobs.until(() -> jobs.lines(jobs.job(id)).contains("ready"));

    jobs.batch().terminateJob(r -> r.jobId(id).reason("enough"));

    assertThat(jobs.finished(id).statusReason()).isEqualTo("enough");
    jobs.until(() -> jobs.lines(jobs.job(id)).contains("stopped"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Rule("JOB-44")
  void hostLoss_sendsSigterm() throws Exception {
    aws.jobs().named("job").runs(shell(TELLS_OF_ITS_END));
    aws.spot().reclaim().hostOf("job").after(Duration.ofMinutes(12));

    JobDetail job = jobs.finished(jobs.submit(r -> {}));

    assertThat(job.statusReason()).startsWith("Host EC2");
    jobs.until(() -> jobs.lines(job).contains("stopped"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Rule("JD-53")
  void process_deafToSigterm_isKilledAWhileLater() throws Exception {
    try (FakeAws usual = FakeAws.builder().speed(600).build()) {
      BatchWorld usualWorld = BatchWorld.ready(usual);
      Path written = Files.createTempFile(folder, "pid", "");
      usual
          .jobs()
          .named("job")
          .runs(shell("trap '' TERM; echo $$ > " + written + "; while :; do sleep 0.02; done"));
      String id = usualWorld.submit("job");
      jobs.until(() -> !read(written).isEmpty());
      ProcessHandle process = ProcessHandle.of(Long.parseLong(read(written))).orElseThrow();

      usualWorld.batch.terminateJob(r -> r.jobId(id).reason("enough"));

      assertThat(process.onExit().get().isAlive()).isFalse();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void world_closed_killsItsProcessesWithTheirChildren() throws Exception {
    aws.jobs().named("job").runs(shell("sleep 1000 & echo $!; wait"));
    ProcessHandle child = process(jobs.submit(r -> {}));
    ProcessHandle parent = child.parent().orElseThrow();

    aws.close();

    assertThat(child.onExit().get().isAlive()).isFalse();
    assertThat(parent.onExit().get().isAlive()).isFalse();
  }

  @Test
  void process_onTheVirtualClock_isRefused() {
    try (FakeAws virtual = FakeAws.create()) {
      assertThatThrownBy(() -> virtual.jobs().named("job").runs(LocalCommand.of("true")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("FakeAws.builder().speed(100)");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalCommand shell(String script) {
    return LocalCommand.of("sh", "-c", script);
  }

  /** The process whose id is the first line that the job writes. */
  private ProcessHandle process(String id) throws Exception {
    jobs.until(() -> !jobs.lines(jobs.job(id)).isEmpty());
    return ProcessHandle.of(Long.parseLong(jobs.lines(jobs.job(id)).get(0))).orElseThrow();
  }
}
