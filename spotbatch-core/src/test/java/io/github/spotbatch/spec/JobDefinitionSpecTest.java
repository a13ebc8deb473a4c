package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static io.github.spotbatch.spec.Samples.SECRET_ARN;
import static io.github.spotbatch.spec.Samples.definition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobDefinitionSpecTest {
  private static final RoleSpec EXECUTION = RoleSpec.builder("execution").build();
  private static final String PATH = "jobDefinition[work].";

  @Test
  void build_onlyRequired_hasDefaults() {
    JobDefinitionSpec definition =
        JobDefinitionSpec.builder("work")
            .image(ContainerImage.fromRegistry("busybox"))
            .memoryMiB(512)
            .build();

    assertThat(definition.image()).hasValue(ContainerImage.fromRegistry("busybox"));
    assertThat(definition.memoryMiB()).hasValue(512);
    assertThat(definition.command()).isEmpty();
    assertThat(definition.environment()).isEmpty();
    assertThat(definition.parameters()).isEmpty();
    assertThat(definition.vcpus()).isEqualTo(1);
    assertThat(definition.gpus()).isZero();
    assertThat(definition.jobRole()).isEmpty();
    assertThat(definition.executionRole()).isEmpty();
    assertThat(definition.retryPolicy()).isEqualTo(RetryPolicy.none());
    assertThat(definition.timeout()).isEmpty();
    assertThat(definition.secrets()).isEmpty();
    assertThat(definition.volumes()).isEmpty();
    assertThat(definition.mountPoints()).isEmpty();
    assertThat(definition.ulimits()).isEmpty();
    assertThat(definition.logConfiguration()).isEmpty();
    assertThat(definition.user()).isEmpty();
    assertThat(definition.privileged()).isFalse();
    assertThat(definition.readonlyRootFilesystem()).isFalse();
    assertThat(definition.initProcess()).isFalse();
    assertThat(definition.sharedMemoryMiB()).isEmpty();
    assertThat(definition.maxSwapMiB()).isEmpty();
    assertThat(definition.swappiness()).isEmpty();
    assertThat(definition.schedulingPriority()).isEmpty();
    assertThat(definition.propagateTags()).isFalse();
    assertThat(definition.tags()).isEmpty();
  }

  @Test
  void build_placeholderWithoutDefault_isTaken() {
    assertThat(definition().command("echo", "Ref::word").build().command())
        .containsExactly("echo", "Ref::word");
  }

  @Test
  void build_bounds_areTaken() {
    assertThatCode(
            () -> {
              definition().vcpus(1).memoryMiB(4).timeout(Duration.ofSeconds(60)).build();
              definition().timeout(Duration.ofSeconds(Integer.MAX_VALUE)).build();
              definition().schedulingPriority(0).build();
              definition().schedulingPriority(9999).build();
              definition().maxSwapMiB(0).swappiness(0).build();
              definition().maxSwapMiB(0).swappiness(100).build();
              definition().user("1000").build();
              definition().user("1000:1000").build();
              definition().putEnvironment("AWS_REGION", "eu-west-1").build();
              definition().putSecret("KEY", SECRET_ARN).executionRole(EXECUTION).build();
              definition().putEnvironment("X", "y".repeat(24 * 1024 - 2)).build();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void toString_environmentWithSecret_doesNotShowIt() {
    assertThat(definition().putEnvironment("TOKEN", "hush").build().toString())
        .doesNotContain("hush");
  }

  static Stream<Refused> refusals() {
    return Stream.of(resources(), container(), secrets(), linux()).flatMap(cases -> cases);
  }

  private static Stream<Refused> resources() {
    return Stream.of(
        refused(
            "JD-1",
            () ->
                JobDefinitionSpec.builder("a/b")
                    .image(ContainerImage.fromRegistry("busybox"))
                    .memoryMiB(512)
                    .build(),
            "jobDefinition[a/b].name",
            "a/b",
            "must be 1 to 128 letters, digits, - and _, not - or _ first"),
        refused(
            "JD-20",
            () -> JobDefinitionSpec.builder("work").memoryMiB(512).build(),
            PATH + "image",
            "(none)",
            "must be given"),
        refused(
            "JD-21", () -> definition().vcpus(0).build(), PATH + "vcpus", 0, "must be at least 1"),
        refused(
            "JD-23",
            () ->
                JobDefinitionSpec.builder("work")
                    .image(ContainerImage.fromRegistry("busybox"))
                    .build(),
            PATH + "memoryMiB",
            "(none)",
            "must be given"),
        refused(
            "JD-23",
            () -> definition().memoryMiB(3).build(),
            PATH + "memoryMiB",
            3,
            "must be at least 4"),
        refused(
            "JD-25", () -> definition().gpus(-1).build(), PATH + "gpus", -1, "must be at least 0"),
        refused(
            "JD-8",
            () -> definition().schedulingPriority(10_000).build(),
            PATH + "schedulingPriority",
            10_000,
            "must be from 0 to 9999"),
        refused(
            "JD-8",
            () -> definition().schedulingPriority(-1).build(),
            PATH + "schedulingPriority",
            -1,
            "must be from 0 to 9999"));
  }

  private static Stream<Refused> container() {
    String seconds = "must be from 60 to 2147483647 whole seconds";
    String role = "must be the ARN of a role, like arn:aws:iam::123456789012:role/name";
    RoleSpec profile = RoleSpec.existing(Samples.PROFILE_ARN);
    return Stream.of(
        refused(
            "JD-4",
            () -> definition().putEnvironment("X", "y".repeat(24 * 1024)).build(),
            PATH + "size",
            "24577 bytes",
            "of command, environment, parameters and secrets must be under 24 KiB; keep data in"
                + " S3"),
        refused(
            "JD-29",
            () -> definition().jobRole(profile).build(),
            PATH + "jobRole",
            Samples.PROFILE_ARN,
            role),
        refused(
            "JD-29",
            () -> definition().executionRole(profile).build(),
            PATH + "executionRole",
            Samples.PROFILE_ARN,
            role),
        refused(
            "JD-30",
            () -> definition().putEnvironment("AWS_BATCH_X", "y").build(),
            PATH + "environment[AWS_BATCH_X]",
            "AWS_BATCH_X",
            "must not start with AWS_BATCH, which Batch sets itself"),
        refused(
            "JD-30",
            () -> definition().putEnvironment("", "y").build(),
            PATH + "environment[]",
            "",
            "must be a text that is not blank"),
        refused(
            "JD-50",
            () -> definition().putParameter("", "y").build(),
            PATH + "parameters[]",
            "",
            "must be a text that is not blank"),
        refused(
            "JD-52",
            () -> definition().timeout(Duration.ofSeconds(59)).build(),
            PATH + "timeout",
            "PT59S",
            seconds),
        refused(
            "JD-52",
            () -> definition().timeout(Duration.ofMillis(60_500)).build(),
            PATH + "timeout",
            "PT1M0.5S",
            seconds),
        refused(
            "JD-52",
            () -> definition().timeout(Duration.ofSeconds(Integer.MAX_VALUE + 1L)).build(),
            PATH + "timeout",
            "PT596523H14M8S",
            seconds));
  }

  private static Stream<Refused> secrets() {
    LogConfigurationSpec secretLog =
        LogConfigurationSpec.builder(LogDriver.SPLUNK)
            .secretOption("splunk-token", SECRET_ARN)
            .build();
    return Stream.of(
        refused(
            "JD-28",
            () -> definition().putSecret("KEY", SECRET_ARN).build(),
            PATH + "executionRole",
            "(none)",
            "must be given, to read the secrets"),
        refused(
            "JD-28",
            () -> definition().logConfiguration(secretLog).build(),
            PATH + "executionRole",
            "(none)",
            "must be given, to read the secrets"),
        refused(
            "secret's ARN",
            () -> definition().executionRole(EXECUTION).putSecret("KEY", "key").build(),
            PATH + "secrets[KEY]",
            "key",
            "must be the ARN of a Secrets Manager secret or Systems Manager parameter"),
        refused(
            "secret's name",
            () -> definition().executionRole(EXECUTION).putSecret("AWS_BATCH", SECRET_ARN).build(),
            PATH + "secrets[AWS_BATCH]",
            "AWS_BATCH",
            "must not start with AWS_BATCH, which Batch sets itself"),
        refused(
            "secret and variable",
            () ->
                definition()
                    .executionRole(EXECUTION)
                    .putSecret("KEY", SECRET_ARN)
                    .environment(Map.of("KEY", "x"))
                    .build(),
            PATH + "secrets[KEY]",
            "KEY",
            "must not be an environment variable too"));
  }

  private static Stream<Refused> linux() {
    EfsVolume authorized =
        EfsVolume.builder("shared", "fs-0123456789abcdef0").iamAuthorization(true).build();
    return Stream.of(
        refused(
            "JD-32",
            () -> definition().user("Root").build(),
            PATH + "user",
            "Root",
            "must be a user, or user:group, each 1 to 31 of a-z, 0-9, _ and -, not - first"),
        refused(
            "JD-34",
            () -> definition().maxSwapMiB(1).build(),
            PATH + "swappiness",
            "(none)",
            "must be given with maxSwapMiB"),
        refused(
            "JD-34",
            () -> definition().swappiness(1).build(),
            PATH + "maxSwapMiB",
            "(none)",
            "must be given with swappiness"),
        refused(
            "JD-34",
            () -> definition().maxSwapMiB(1).swappiness(101).build(),
            PATH + "swappiness",
            101,
            "must be from 0 to 100"),
        refused(
            "JD-34",
            () -> definition().maxSwapMiB(-1).swappiness(1).build(),
            PATH + "maxSwapMiB",
            -1,
            "must be at least 0"),
        refused(
            "shared memory",
            () -> definition().sharedMemoryMiB(0).build(),
            PATH + "sharedMemoryMiB",
            0,
            "must be at least 1"),
        refused(
            "JD-35",
            () -> definition().addMountPoint(MountPointSpec.readOnly("a", "/a")).build(),
            PATH + "mountPoints[0].volume",
            "a",
            "must be the name of one of the volumes, which are []"),
        refused(
            "JD-35",
            () ->
                definition()
                    .volumes(HostVolume.of("a"))
                    .mountPoints(
                        MountPointSpec.readOnly("a", "/a"), MountPointSpec.readWrite("a", "/a"))
                    .build(),
            PATH + "mountPoints[1]",
            "/a",
            "must not be given twice"),
        refused(
            "JD-35",
            () -> definition().volumes(HostVolume.of("a"), HostVolume.of("a", "/a")).build(),
            PATH + "volumes[1]",
            "a",
            "must not be given twice"),
        refused(
            "JD-35",
            () -> definition().addVolume(authorized).build(),
            PATH + "jobRole",
            "(none)",
            "must be given, for the IAM authorization of a volume"),
        refused(
            "ulimits",
            () ->
                definition()
                    .ulimits(UlimitSpec.of("nproc", 1, 2), UlimitSpec.of("nproc", 1, 3))
                    .build(),
            PATH + "ulimits[1]",
            "nproc",
            "must not be given twice"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }

  @Test
  void build_manyRulesBroken_allAreReportedAtOnce() {
    InvalidSpecException refusal =
        Refused.problemsOf(() -> JobDefinitionSpec.builder("work").vcpus(0).user("!").build());

    assertThat(refusal.problems())
        .extracting(InvalidSpecException.Problem::path)
        .containsExactly(PATH + "image", PATH + "vcpus", PATH + "memoryMiB", PATH + "user");
  }
}
