package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

class SubmissionRefusalsTest {

  private static FakeAws aws;
  private static BatchWorld world;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
    world.batch.createJobQueue(
        BatchWorld.queue("disabled", 1, BatchWorld.ENVIRONMENT).state(JQState.DISABLED).build());
    aws.advance(Duration.ofMinutes(1));
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Rule({"JD-51", "JD-52", "JD-60", "JOB-1", "JOB-3", "JOB-5", "JOB-8"})
  void submit_oneThingWrong_isRefusedInBatchsWords(Refusal<SubmitJobRequest.Builder> refusal) {
    SubmitJobRequest.Builder request =
        SubmitJobRequest.builder()
            .jobName("job")
            .jobQueue(BatchWorld.QUEUE)
            .jobDefinition(BatchWorld.DEFINITION);
    refusal.change().accept(request);

    refusal.check(() -> world.batch.submitJob(request.build()));
  }

  static Stream<Refusal<SubmitJobRequest.Builder>> refusals() {
    String name = "Job name should match valid pattern";
    String fairShare =
        "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair"
            + " share scheduling policy.";
    String deprecated =
        "This value was submitted in a deprecated key and may conflict with the value provided by"
            + " the job definition's resource requirements.";
    return Stream.of(
        wrapped(name, r -> r.jobName("-dash-first")),
        wrapped(name, r -> r.jobName("no spaces")),
        wrapped(name, r -> r.jobName("x".repeat(129))),
        wrapped(
            "Provided name a b is not supported pattern[a-zA-Z_0-9-]{1,128}",
            r -> r.jobDefinition("a b")),
        bare(
            "Unable to substitute value. No parameter found for reference scene",
            r -> r.containerOverrides(c -> c.command("render", "Ref::scene"))),
        bare(fairShare, r -> r.shareIdentifier("a")),
        bare(fairShare, r -> r.schedulingPriorityOverride(1)),
        bare(deprecated, r -> r.containerOverrides(c -> c.vcpus(2))),
        bare(deprecated, r -> r.containerOverrides(c -> c.memory(1024))),
        bare(
            "AttemptDurationSeconds in Timeout must be at least 60 seconds.",
            r -> r.timeout(t -> t.attemptDurationSeconds(59))),
        bare("RetryAttempts must be between 1 and 10.", r -> r.retryStrategy(s -> s.attempts(11))),
        wrapped(
            "Memory must be at least 4 Mib, got 2 Mib.",
            r ->
                r.containerOverrides(
                    c -> c.resourceRequirements(m -> m.type("MEMORY").value("2")))),
        wrapped(
            "Value many for type VCPU in resourceRequirement is not valid. Please provide a numeric"
                + " value.",
            r ->
                r.containerOverrides(
                    c -> c.resourceRequirements(m -> m.type("VCPU").value("many")))));
  }

  /** Their rules are documented, their texts are not known. */
  static Stream<Refusal<SubmitJobRequest.Builder>> refusalsOfUnknownText() {
    JobDependency dependency = JobDependency.builder().jobId("x").build();
    return Stream.of(
        bare("does not exist", r -> r.jobQueue("none")),
        bare("does not exist", r -> r.jobDefinition("none")),
        bare("does not exist", r -> r.jobDefinition(BatchWorld.DEFINITION + ":7")),
        bare(
            "does not exist",
            r ->
                r.jobDefinition(
                    "arn:aws:batch:eu-west-1:123456789012:job-definition/"
                        + BatchWorld.DEFINITION)),
        bare("not ENABLED", r -> r.jobQueue("disabled")),
        bare("does not exist", r -> r.dependsOn(dependency)),
        bare("20 dependencies", r -> r.dependsOn(Collections.nCopies(21, dependency))),
        bare("empty string", r -> r.containerOverrides(c -> c.command(List.of("a", "")))),
        bare(
            "AWS_BATCH",
            r -> r.containerOverrides(c -> c.environment(e -> e.name("AWS_BATCH_X").value("1")))));
  }

  @ParameterizedTest
  @MethodSource("refusalsOfUnknownText")
  @Rule({"JOB-2", "JOB-6", "JOB-8", "JOB-12"})
  void submit_oneThingWrong_isRefused(Refusal<SubmitJobRequest.Builder> refusal) {
    assertThat(Refusal.messageOf(() -> world.submit("job", refusal.change())))
        .contains(refusal.text());
  }

  @Test
  @Rule({"ERR-10", "JOB-65"})
  void describeJobs_over100_isRefused() {
    List<String> most = IntStream.range(0, 100).mapToObj(i -> "x" + i).toList();
    assertThat(world.batch.describeJobs(r -> r.jobs(most)).jobs()).isEmpty();
    wrapped("Maximum number of jobs supported is  100", any -> {})
        .check(() -> world.batch.describeJobs(r -> r.jobs(Collections.nCopies(101, "x"))));
  }

  @Test
  @Rule({"JOB-60", "JOB-61"})
  void stop_withoutReasonOrWithTooLongAOne_isRefused() {
    for (String reason : new String[] {null, "x".repeat(1025)}) {
      assertThat(Refusal.messageOf(() -> world.batch.cancelJob(r -> r.jobId("x").reason(reason))))
          .contains("reason", "1024");
      assertThat(
              Refusal.messageOf(() -> world.batch.terminateJob(r -> r.jobId("x").reason(reason))))
          .contains("reason", "1024");
    }
    String longest = "x".repeat(1024);
    for (boolean cancelled : new boolean[] {true, false}) {
      String id = world.submit("job");
      if (cancelled) {
        world.batch.cancelJob(r -> r.jobId(id).reason(longest));
      } else {
        world.batch.terminateJob(r -> r.jobId(id).reason(longest));
      }
      assertThat(world.job(id).statusReason()).isEqualTo(longest);
    }
  }
}
