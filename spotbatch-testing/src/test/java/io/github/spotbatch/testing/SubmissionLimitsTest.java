package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** How large a submission may be, and what is found out only when a task is made of it. */
class SubmissionLimitsTest {

  private static final String TOO_LONG = "Container Overrides length must be at most 8192";

  private static FakeAws aws;
  private static BatchWorld world;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @Test
  @Rule("JOB-6")
  void payload_over30KiB_isRefused() {
    String kib = "x".repeat(1024);

    assertThat(Refusal.messageOf(() -> world.submit("job", parameters(30, kib))))
        .contains("30 KiB");
    assertThat(world.submit("job", parameters(28, kib))).isNotNull();
  }

  @Test
  @Rule("JOB-9")
  void overrides_over8192Characters_failTheJobWithoutAnAttempt() {
    JobDetail job =
        run(world.submit("job", r -> r.retryStrategy(s -> s.attempts(3)).applyMutation(env(8120))));

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.statusReason()).isEqualTo(TOO_LONG);
    assertThat(job.attempts()).isEmpty();
  }

  @Test
  @Rule("JOB-9")
  void overrides_upTo8192Characters_run() {
    assertThat(run(world.submit("job", env(8100))).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  @Rule("JOB-9")
  void overrides_ofAnArray_failEachChild() {
    String id =
        world.submit("job", r -> r.arrayProperties(a -> a.size(3)).applyMutation(env(9000)));

    JobDetail parent = run(id);

    assertThat(parent.status()).isEqualTo(JobStatus.FAILED);
    assertThat(world.job(id + ":2").statusReason()).isEqualTo(TOO_LONG);
  }

  @Nested
  class PropagatedTags {

    @Test
    @Rule("JD-39")
    void tags_over50WithThoseOfTheDefinition_failTheJob() {
      world.register(r -> r.jobDefinitionName("tagged").tags(tags("d", 26)));

      JobDetail failed = run(tagged(25, true));

      assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
      assertThat(failed.statusReason()).contains("tags");
      assertThat(failed.attempts()).isEmpty();
      assertThat(run(tagged(24, true)).status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(run(tagged(25, false)).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    private String tagged(int count, boolean propagated) {
      return world.submit(
          "job", r -> r.jobDefinition("tagged").tags(tags("j", count)).propagateTags(propagated));
    }

    private Map<String, String> tags(String prefix, int count) {
      return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> prefix + i, i -> ""));
    }
  }

  @Nested
  class Overrides {

    @Test
    @Rule("JOB-8")
    void environment_mergesByName_commandReplaces() {
      world.register(
          r ->
              r.jobDefinitionName("env")
                  .containerProperties(
                      r.build().containerProperties().toBuilder()
                          .command("a")
                          .environment(pair("A", "1"), pair("B", "2"))
                          .build()));

      String id =
          world.submit(
              "job",
              r ->
                  r.jobDefinition("env")
                      .containerOverrides(
                          c ->
                              c.command("b", "c")
                                  .environment(pair("B", "3"), pair("C", "4"))
                                  .resourceRequirements(m -> m.type("VCPU").value("2"))));

      JobDetail job = world.job(id);
      assertThat(job.container().command()).containsExactly("b", "c");
      assertThat(job.container().environment())
          .containsExactlyInAnyOrder(pair("A", "1"), pair("B", "3"), pair("C", "4"));
      assertThat(job.container().resourceRequirements())
          .extracting(it -> it.typeAsString() + "=" + it.value())
          .containsExactlyInAnyOrder("VCPU=2", "MEMORY=512");
    }

    @Test
    @Rule({"JD-50", "JD-51"})
    void parameters_ofTheSubmission_goOverThoseOfTheDefinition() {
      world.register(
          r ->
              r.jobDefinitionName("params")
                  .parameters(Map.of("scene", "1", "mode", "fast"))
                  .containerProperties(
                      r.build().containerProperties().toBuilder()
                          .command("render", "Ref::scene", "--mode=Ref::mode")
                          .build()));

      String id =
          world.submit(
              "job", r -> r.jobDefinition("params").parameters(Map.of("scene", "7", "other", "x")));

      assertThat(world.job(id).container().command()).containsExactly("render", "7", "--mode=fast");
      assertThat(
              Refusal.messageOf(
                  () ->
                      world.submit(
                          "job",
                          r ->
                              r.jobDefinition("params")
                                  .containerOverrides(c -> c.command("Ref::frame")))))
          .isEqualTo("Unable to substitute value. No parameter found for reference frame");
    }

    private KeyValuePair pair(String name, String value) {
      return KeyValuePair.builder().name(name).value(value).build();
    }
  }

  private static Consumer<SubmitJobRequest.Builder> parameters(int count, String value) {
    return r ->
        r.parameters(
            IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "p" + i, i -> value)));
  }

  private static Consumer<SubmitJobRequest.Builder> env(int length) {
    return r ->
        r.containerOverrides(c -> c.environment(e -> e.name("A").value("x".repeat(length))));
  }

  private static JobDetail run(String id) {
    aws.advance(Duration.ofMinutes(10));
    return world.job(id);
  }
}
