package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobRequestTest {
  private static final String PATH = "jobRequest[work].";
  private static final String JOB_ID = "0f0e0d0c-1111-2222-3333-444455556666";

  private static JobRequest.Builder request() {
    return JobRequest.builder("work");
  }

  private static Map<String, String> threeHundredVariables() {
    return IntStream.range(0, 300).boxed().collect(Collectors.toMap(i -> "V" + i, i -> "x"));
  }

  @Test
  void build_onlyDefinition_changesNothing() {
    JobRequest request = request().build();

    assertThat(request.jobDefinition()).isEqualTo("work");
    assertThat(request.jobName()).isEmpty();
    assertThat(request.parameters()).isEmpty();
    assertThat(request.command()).isEmpty();
    assertThat(request.environment()).isEmpty();
    assertThat(request.vcpus()).isEmpty();
    assertThat(request.memoryMiB()).isEmpty();
    assertThat(request.gpus()).isEmpty();
    assertThat(request.retryPolicy()).isEmpty();
    assertThat(request.timeout()).isEmpty();
    assertThat(request.dependsOn()).isEmpty();
    assertThat(request.dependencies()).isEmpty();
    assertThat(request.arraySize()).isEmpty();
    assertThat(request.shareIdentifier()).isEmpty();
    assertThat(request.schedulingPriority()).isEmpty();
    assertThat(request.propagateTags()).isFalse();
    assertThat(request.tags()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "work",
        "render:7",
        "_x",
        "arn:aws:batch:eu-west-1:123456789012:job-definition/render",
        "arn:aws-cn:batch:cn-north-1:123456789012:job-definition/render:7"
      })
  void build_nameRevisionOrArn_isTaken(String definition) {
    assertThat(JobRequest.builder(definition).build().jobDefinition()).isEqualTo(definition);
  }

  @Test
  void build_bounds_areTaken() {
    assertThatCode(
            () -> {
              request().jobName("1" + "a".repeat(127)).build();
              request().arraySize(2).build();
              request().arraySize(10_000).build();
              request().dependsOn(Collections.nCopies(20, JOB_ID)).build();
              request().timeout(Duration.ofSeconds(60)).vcpus(1).memoryMiB(4).gpus(1).build();
              request().shareIdentifier("a").schedulingPriority(9999).build();
              request().tags(Samples.tags("key", 50)).build();
            })
        .doesNotThrowAnyException();
  }

  static Stream<Refused> refusals() {
    String definition =
        "must be a name of 1 to 128 letters, digits, - and _, name:revision, or the definition's"
            + " ARN";
    String name = "must be 1 to 128 letters, digits, - and _, not - or _ first";
    String longName = "a".repeat(129);
    return Stream.of(
        refused("JOB-1", () -> request().jobName("_a").build(), PATH + "jobName", "_a", name),
        refused(
            "JOB-1", () -> request().jobName(longName).build(), PATH + "jobName", longName, name),
        refused(
            "JOB-3",
            () -> JobRequest.builder("a b").build(),
            "jobRequest[a b].jobDefinition",
            "a b",
            definition),
        refused(
            "JOB-3",
            () -> JobRequest.builder("work:0").build(),
            "jobRequest[work:0].jobDefinition",
            "work:0",
            definition),
        refused(
            "JOB-5",
            () -> request().schedulingPriority(5).build(),
            PATH + "shareIdentifier",
            "(none)",
            "must be given with schedulingPriority"),
        refused(
            "JOB-5",
            () -> request().shareIdentifier("a-b").build(),
            PATH + "shareIdentifier",
            "a-b",
            "must be 1 to 255 letters and digits"),
        refused(
            "JD-8",
            () -> request().shareIdentifier("a").schedulingPriority(10_000).build(),
            PATH + "schedulingPriority",
            10_000,
            "must be from 0 to 9999"),
        refused(
            "JOB-6",
            () -> request().arraySize(1).build(),
            PATH + "arraySize",
            1,
            "must be from 2 to 10000"),
        refused(
            "JOB-6",
            () -> request().arraySize(10_001).build(),
            PATH + "arraySize",
            10_001,
            "must be from 2 to 10000"),
        refused(
            "JOB-6",
            () -> request().dependsOn(Collections.nCopies(21, JOB_ID)).build(),
            PATH + "dependsOn",
            "21 jobs",
            "must be at most 20; chain the others behind these"),
        refused(
            "JOB-6",
            () -> request().addDependsOn("").build(),
            PATH + "dependsOn[0]",
            "",
            "must be a text that is not blank"),
        refused(
            "JOB-6",
            () ->
                request()
                    .dependsOn(Collections.nCopies(20, JOB_ID))
                    .addDependency(JobDependency.on(JOB_ID))
                    .build(),
            PATH + "dependsOn",
            "21 jobs",
            "must be at most 20; chain the others behind these"),
        refused(
            "JOB-7",
            () -> request().addDependency(JobDependency.sequential()).build(),
            PATH + "dependencies[0]",
            "SEQUENTIAL",
            "is for array jobs only; give an arraySize"),
        refused(
            "JOB-7",
            () -> request().addDependency(JobDependency.nToN(JOB_ID)).build(),
            PATH + "dependencies[0]",
            "N_TO_N",
            "is for array jobs only; give an arraySize"),
        refused(
            "JOB-7",
            () -> request().addDependency(JobDependency.on(" ")).build(),
            PATH + "dependencies[0]",
            " ",
            "must be a text that is not blank"),
        refused(
            "JOB-6",
            () -> request().putParameter("x", "y".repeat(30 * 1024)).build(),
            PATH + "size",
            "30721 bytes",
            "of the request must be under 30 KiB; keep data in S3"),
        refused(
            "JOB-8",
            () -> request().command("echo", "").build(),
            PATH + "command[1]",
            "\"\"",
            "must not be empty in a job"),
        refused(
            "JOB-8",
            () -> request().putEnvironment("AWS_BATCH_X", "y").build(),
            PATH + "environment[AWS_BATCH_X]",
            "AWS_BATCH_X",
            "must not start with AWS_BATCH, which Batch sets itself"),
        refused(
            "JOB-9",
            () -> request().command("x".repeat(8190)).build(),
            PATH + "overrides",
            "8193 characters",
            "of command and environment, as JSON, must be at most 8192; keep data in S3"),
        refused(
            "JOB-9",
            () -> request().environment(threeHundredVariables()).build(),
            PATH + "overrides",
            "8290 characters",
            "of command and environment, as JSON, must be at most 8192; keep data in S3"),
        refused(
            "JD-50",
            () -> request().putParameter(" ", "y").build(),
            PATH + "parameters[ ]",
            " ",
            "must be a text that is not blank"),
        refused("JD-21", () -> request().vcpus(0).build(), PATH + "vcpus", 0, "must be at least 1"),
        refused(
            "JD-23",
            () -> request().memoryMiB(3).build(),
            PATH + "memoryMiB",
            3,
            "must be at least 4"),
        refused("JD-25", () -> request().gpus(0).build(), PATH + "gpus", 0, "must be at least 1"),
        refused(
            "JD-52",
            () -> request().timeout(Duration.ofSeconds(59)).build(),
            PATH + "timeout",
            "PT59S",
            "must be from 60 to 2147483647 whole seconds"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }
}
