package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** What tests can say of containers, and of which. */
class JobScriptsTest {

  private static final String OUT_OF_MEMORY =
      "OutOfMemoryError: Container killed due to memory usage";

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Selecting {

    @Test
    void definition_byNameMeansAllRevisions_byRevisionOne() {
      world.register(r -> {});
      aws.jobs().definition("work").exits(3);
      aws.jobs().definition("work:2").exits(4);
      aws.jobs().definition("wor").exits(5);

      assertThat(exitCode(world.submit("job", r -> r.jobDefinition("work:1")))).isEqualTo(3);
      assertThat(exitCode(world.submit("job", r -> r.jobDefinition("work:2")))).isEqualTo(4);
    }

    @Test
    void predicate_seesCommandAndEnvironment() {
      aws.jobs()
          .matching(
              run ->
                  "12".equals(run.environment().get("SCENE"))
                      && run.environment().get("AWS_BATCH_JQ_NAME").equals(BatchWorld.QUEUE)
                      && run.command().equals(List.of("render", "fast")))
          .exits(3);
      Consumer<SubmitJobRequest.Builder> scene12 =
          r ->
              r.containerOverrides(
                  c ->
                      c.command("render", "fast")
                          .environment(variable -> variable.name("SCENE").value("12")));

      assertThat(exitCode(world.submit("job", scene12))).isEqualTo(3);
      assertThat(exitCode(world.submit("job"))).isZero();
    }

    @Test
    void definition_withAStar_meansAllThatBeginSo() {
      aws.jobs().definition("wo*").exits(3);

      assertThat(exitCode(world.submit("job"))).isEqualTo(3);
    }

    @Test
    void matching_isAskedAboutEveryAttempt() {
      List<ContainerRun> seen = new ArrayList<>();
      aws.jobs().matching(run -> seen.add(run) && run.attempt() == 1).exits(1);
      world.register(r -> r.parameters(Map.of("scene", "1", "mode", "fast")));

      world.submit(
          "job",
          r ->
              r.arrayProperties(a -> a.size(2))
                  .retryStrategy(s -> s.attempts(2))
                  .parameters(Map.of("scene", "7")));
      world.submit("single", r -> r.jobDefinition("work:1"));
      aws.runUntilIdle();

      assertThat(seen)
          .extracting(
              ContainerRun::jobName,
              ContainerRun::jobDefinition,
              ContainerRun::arrayIndex,
              ContainerRun::attempt,
              ContainerRun::parameters)
          .containsExactlyInAnyOrder(
              tuple("job", "work:2", OptionalInt.of(0), 1, Map.of("scene", "7", "mode", "fast")),
              tuple("job", "work:2", OptionalInt.of(1), 1, Map.of("scene", "7", "mode", "fast")),
              tuple("job", "work:2", OptionalInt.of(0), 2, Map.of("scene", "7", "mode", "fast")),
              tuple("job", "work:2", OptionalInt.of(1), 2, Map.of("scene", "7", "mode", "fast")),
              tuple("single", "work:1", OptionalInt.empty(), 1, Map.of()));
      assertThat(seen)
          .allMatch(run -> run.image().equals("public.ecr.aws/docker/library/busybox:stable"));
    }

    @Test
    void unfired_saysWhichScriptsNoContainerWentBy() {
      aws.jobs().definition("other").exits(1);
      aws.jobs().matching(run -> false).onAttempt(2).exits(1);
      world.submit("job");

      aws.runUntilIdle();

      assertThat(aws.jobs().unfired())
          .containsExactly(
              "jobs of definition other", "containers that match a predicate, attempt 2");
    }

    private Integer exitCode(String id) {
      return run(id).container().exitCode();
    }
  }

  @Nested
  class Output {

    @Test
    void lines_comeAtTheirTime() {
      aws.jobs()
          .named("job")
          .runsFor(Duration.ofMinutes(10))
          .logs("start")
          .logsAfter(Duration.ofMinutes(4), "four", "and a half")
          .logsAfter(Duration.ofMinutes(11), "never");

      JobDetail job = run(world.submit("job"));

      assertThat(events(job))
          .extracting(OutputLogEvent::message, event -> event.timestamp() - job.startedAt())
          .containsExactly(
              tuple("start", 0L), tuple("four", 240_000L), tuple("and a half", 240_000L));
    }

    @Test
    void lines_ofAContainerThatIsGone_neverCome() {
      aws.jobs()
          .named("job")
          .runsFor(Duration.ofMinutes(10))
          .logsAfter(Duration.ofMinutes(2), "early")
          .logsAfter(Duration.ofMinutes(6), "late");
      String id = world.submit("job");
      aws.advance(Duration.ofMinutes(5));

      world.batch.terminateJob(r -> r.jobId(id).reason("enough"));

      assertThat(events(run(id))).extracting(OutputLogEvent::message).containsExactly("early");
    }

    @Test
    void logs_saidAgain_replacesAllLines() {
      aws.jobs().named("job").logsAfter(Duration.ofSeconds(1), "one").logs("two");

      assertThat(events(run(world.submit("job"))))
          .extracting(OutputLogEvent::message)
          .containsExactly("two");
    }

    private List<OutputLogEvent> events(JobDetail job) {
      try (CloudWatchLogsClient logs = aws.client(CloudWatchLogsClient.builder())) {
        return logs.getLogEvents(
                r ->
                    r.logGroupName("/aws/batch/job")
                        .logStreamName(job.container().logStreamName())
                        .startFromHead(true))
            .events();
      }
    }
  }

  @Nested
  class Memory {

    @Test
    @Rule("JOB-41")
    void use_aboveTheContainersMemory_killsIt() {
      aws.jobs()
          .named("job")
          .runsFor(Duration.ofMinutes(10))
          .usesMemoryMiB(513, Duration.ofMinutes(3));

      JobDetail job = run(world.submit("job"));

      AttemptDetail attempt = job.attempts().get(0);
      assertThat(attempt.container().exitCode()).isEqualTo(137);
      assertThat(attempt.container().reason()).isEqualTo(OUT_OF_MEMORY);
      assertThat(attempt.statusReason()).isEqualTo("Essential container in task exited");
      assertThat(attempt.stoppedAt() - attempt.startedAt()).isEqualTo(180_000);
    }

    @Test
    @Rule("JOB-41")
    void use_upToTheContainersMemory_isFine() {
      aws.jobs().named("job").usesMemoryMiB(512);

      assertThat(run(world.submit("job")).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void use_withMoreMemoryAtTheSubmission_isFine() {
      aws.jobs().named("job").usesMemoryMiB(1000);

      assertThat(run(world.submit("job")).container().reason()).isEqualTo(OUT_OF_MEMORY);
      assertThat(
              run(world.submit(
                      "job",
                      r ->
                          r.containerOverrides(
                              c -> c.resourceRequirements(m -> m.type("MEMORY").value("1000")))))
                  .status())
          .isEqualTo(JobStatus.SUCCEEDED);
    }
  }

  @Nested
  class Image {

    @Test
    @Rule("JOB-42")
    void image_thatCannotBePulled_failsTheStart() {
      aws.jobs().image("*busybox*").onAttempt(1).cannotBePulled();

      JobDetail job = run(world.submit("job", r -> r.retryStrategy(s -> s.attempts(2))));

      AttemptDetail attempt = job.attempts().get(0);
      assertThat(attempt.container().reason())
          .startsWith("CannotPullContainerError:")
          .contains("public.ecr.aws/docker/library/busybox:stable");
      assertThat(attempt.statusReason()).isEqualTo("Task failed to start");
      assertThat(attempt.container().exitCode()).isNull();
      assertThat(attempt.container().taskArn()).isNotNull();
      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    @Rule("JOB-51")
    void reason_ofMoreThan255Characters_isCut() {
      aws.jobs().named("long").failsToStart("x\n".repeat(200));
      aws.jobs().named("short").failsToStart("x\n".repeat(100));

      assertThat(run(world.submit("long")).container().reason()).hasSize(255);
      assertThat(run(world.submit("short")).container().reason()).hasSize(200);
    }
  }

  @Test
  void numbers_outOfBounds_areRefused() {
    JobScript script = aws.jobs().named("job");

    assertThatThrownBy(() -> script.usesMemoryMiB(-1)).hasMessageContaining("-1 MiB");
    assertThatThrownBy(() -> script.usesMemoryMiB(1, Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> script.logsAfter(Duration.ofSeconds(-1), "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private JobDetail run(String id) {
    aws.runUntilIdle();
    return world.job(id);
  }
}
