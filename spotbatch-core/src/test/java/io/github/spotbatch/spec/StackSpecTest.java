package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static io.github.spotbatch.spec.Samples.definition;
import static io.github.spotbatch.spec.Samples.queue;
import static io.github.spotbatch.spec.Samples.spot;
import static io.github.spotbatch.spec.Samples.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackSpecTest {
  private static final String LONGEST = "s".repeat(24);

  @Test
  void build_onlyName_hasDefaults() {
    StackSpec stack = StackSpec.builder("demo").build();

    assertThat(stack.name()).isEqualTo("demo");
    assertThat(stack.computeEnvironments()).isEmpty();
    assertThat(stack.jobQueues()).isEmpty();
    assertThat(stack.jobDefinitions()).isEmpty();
    assertThat(stack.repositories()).isEmpty();
    assertThat(stack.network()).isEqualTo(NetworkSpec.defaultVpc());
    assertThat(stack.logRetention()).isEqualTo(Duration.ofDays(30));
    assertThat(stack.keptRevisions()).isEqualTo(10);
    assertThat(stack.permissionsBoundary()).isEmpty();
    assertThat(stack.tags()).isEmpty();
  }

  @Nested
  class RandomSuffix {

    @Test
    void withRandomSuffix_sameSeed_makesSameLegalName() {
      String name = StackSpec.withRandomSuffix("demo", new Random(7));

      assertThat(name).matches("demo-[a-z0-9]{6}");
      assertThat(StackSpec.withRandomSuffix("demo", new Random(7))).isEqualTo(name);
      assertThat(StackSpec.withRandomSuffix("demo", new Random(8))).isNotEqualTo(name);
    }

    @Test
    void withRandomSuffix_longestBase_isTaken() {
      assertThat(StackSpec.withRandomSuffix("s".repeat(17), new Random(7))).hasSize(24);
    }

    @Test
    void withRandomSuffix_baseTooLong_isRefused() {
      InvalidSpecException refusal =
          Refused.problemsOf(() -> StackSpec.withRandomSuffix("s".repeat(18), new Random(7)));

      assertThat(refusal).hasMessageContaining("must be 1 to 24 of a-z, 0-9 and -");
    }
  }

  @Nested
  class Accepted {

    @ParameterizedTest
    @ValueSource(strings = {"a", "batch-demo", "a1-", "ssssssssssssssssssssssss"})
    void build_legalName_isTaken(String name) {
      assertThat(StackSpec.builder(name).build().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 30, 365, 3653})
    void build_retentionOfCloudWatch_isTaken(int days) {
      Duration retention = Duration.ofDays(days);

      assertThat(stack().logRetention(retention).build().logRetention()).isEqualTo(retention);
    }

    @Test
    void build_bounds_areTaken() {
      assertThatCode(
              () -> {
                longest("computeEnvironment", 98);
                longest("jobQueue", 103);
                longest("jobDefinition", 103);
                longest("repository", 231);
                longest("role", 23);
                stack().tags(Samples.tags("key", 47)).build();
              })
          .doesNotThrowAnyException();
    }

    @Test
    void build_oneRoleOfSeveralUses_isTaken() {
      RoleSpec task = RoleSpec.builder("task").build();
      StackSpec.Builder builder =
          StackSpec.builder("demo")
              .jobDefinition(definition().jobRole(task).executionRole(task).build());

      assertThat(builder.build().jobDefinitions()).hasSize(1);
    }

    @Test
    void build_spotWithOnDemandFallback_isTaken() {
      StackSpec.Builder builder =
          stack()
              .computeEnvironment(Samples.onDemand().build())
              .jobQueue(JobQueueSpec.builder("both").computeEnvironments("spot", "steady").build());

      assertThat(builder.build().jobQueues()).hasSize(2);
    }
  }

  /** Builds a stack with the longest name, and one thing whose name is as long as told. */
  private static StackSpec longest(String kind, int length) {
    String name = "n".repeat(length);
    StackSpec.Builder stack = StackSpec.builder(LONGEST);
    switch (kind) {
      case "computeEnvironment" ->
          stack.computeEnvironment(SpotComputeEnvironment.builder(name).maxVcpus(1).build());
      case "jobQueue" ->
          stack
              .computeEnvironment(spot().build())
              .jobQueue(JobQueueSpec.builder(name).computeEnvironments("spot").build());
      case "jobDefinition" ->
          stack.jobDefinition(
              JobDefinitionSpec.builder(name)
                  .image(ContainerImage.fromRegistry("busybox"))
                  .memoryMiB(512)
                  .build());
      case "repository" -> stack.repository(RepositorySpec.builder(name).build());
      case "role" ->
          stack.jobDefinition(definition().jobRole(RoleSpec.builder(name).build()).build());
      default -> throw new IllegalArgumentException(kind);
    }
    return stack.build();
  }

  static Stream<Refused> refusals() {
    return Stream.of(itself(), names(), references(), tags()).flatMap(cases -> cases);
  }

  private static Stream<Refused> itself() {
    String days =
        "must be one of [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,"
            + " 2192, 2557, 2922, 3288, 3653] days";
    return Stream.of(
            Stream.of("", "Demo", "1demo", "de_mo", "s".repeat(25), "sg-demo")
                .map(
                    name ->
                        refused(
                            "stack name",
                            () -> StackSpec.builder(name).build(),
                            "stack[" + name + "].name",
                            name,
                            "must be 1 to 24 of a-z, 0-9 and -, a letter first, not sg-")),
            Stream.of(
                refused(
                    "retention",
                    () -> stack().logRetention(Duration.ofDays(2)).build(),
                    "stack[demo].logRetention",
                    "PT48H",
                    days),
                refused(
                    "retention",
                    () -> stack().logRetention(Duration.ofHours(25)).build(),
                    "stack[demo].logRetention",
                    "PT25H",
                    days),
                refused(
                    "revisions",
                    () -> stack().keptRevisions(0).build(),
                    "stack[demo].keptRevisions",
                    0,
                    "must be from 1 to 100"),
                refused(
                    "revisions",
                    () -> stack().keptRevisions(101).build(),
                    "stack[demo].keptRevisions",
                    101,
                    "must be from 1 to 100"),
                refused(
                    "boundary",
                    () -> stack().permissionsBoundary("boundary").build(),
                    "stack[demo].permissionsBoundary",
                    "boundary",
                    "must be the ARN of a policy, like"
                        + " arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
                refused(
                    "CE-120",
                    () -> StackSpec.builder("demo").computeEnvironments(environments(51)).build(),
                    "stack[demo].computeEnvironments",
                    51,
                    "must be at most 50, the quota of a Region"),
                refused(
                    "CE-120",
                    () -> stack().jobQueues(queues(51)).build(),
                    "stack[demo].jobQueues",
                    51,
                    "must be at most 50, the quota of a Region")))
        .flatMap(cases -> cases);
  }

  private static List<SpotComputeEnvironment> environments(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> SpotComputeEnvironment.builder("e" + number).maxVcpus(1).build())
        .toList();
  }

  private static List<JobQueueSpec> queues(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> JobQueueSpec.builder("q" + number).computeEnvironments("spot").build())
        .toList();
  }

  private static Stream<Refused> names() {
    Map<String, Integer> most =
        Map.of(
            "computeEnvironment",
            98,
            "jobQueue",
            103,
            "jobDefinition",
            103,
            "repository",
            231,
            "role",
            23);
    String twice = "must not be given twice";
    return Stream.concat(
        most.entrySet().stream()
            .map(
                entry -> {
                  String name = "n".repeat(entry.getValue() + 1);
                  return refused(
                      "compiled name",
                      () -> longest(entry.getKey(), entry.getValue() + 1),
                      entry.getKey() + "[" + name + "].name",
                      name,
                      "must be at most " + entry.getValue() + " characters in this stack");
                }),
        Stream.of(
            refused(
                "duplicate",
                () -> stack().computeEnvironment(spot().build()).build(),
                "computeEnvironment[spot].name",
                "spot",
                twice),
            refused(
                "duplicate",
                () -> stack().jobQueue(queue().build()).build(),
                "jobQueue[jobs].name",
                "jobs",
                twice),
            refused(
                "duplicate",
                () -> stack().jobDefinition(definition().build()).build(),
                "jobDefinition[work].name",
                "work",
                twice),
            refused(
                "duplicate",
                () ->
                    stack()
                        .repositories(List.of(Samples.fullRepository(), Samples.fullRepository()))
                        .build(),
                "repository[app].name",
                "app",
                twice)));
  }

  private static Stream<Refused> references() {
    String different = "must not name two different roles, nor names differ in case only";
    RoleSpec bounded = RoleSpec.builder("instance").permissionsBoundary(Samples.POLICY_ARN).build();
    SpotComputeEnvironment arm =
        SpotComputeEnvironment.builder("arm").maxVcpus(1).instanceTypes("c7g").build();
    return Stream.of(
        refused(
            "JQ-7",
            () ->
                stack()
                    .jobQueue(JobQueueSpec.builder("more").computeEnvironments("sport").build())
                    .build(),
            "jobQueue[more].computeEnvironments[0]",
            "sport",
            "must be the name of an environment of the stack, which are [spot]"),
        refused(
            "JQ-9",
            () ->
                stack()
                    .computeEnvironment(arm)
                    .jobQueue(
                        JobQueueSpec.builder("more").computeEnvironments("spot", "arm").build())
                    .build(),
            "jobQueue[more].computeEnvironments",
            "[spot, arm]",
            "must be all Arm or all x86, not mixed; make a queue for each"),
        refused(
            "role",
            () -> stack().jobDefinition(withJobRole(bounded)).build(),
            "role[instance].name",
            "instance",
            different),
        refused(
            "role",
            () -> stack().jobDefinition(withJobRole(RoleSpec.builder("Instance").build())).build(),
            "role[Instance].name",
            "Instance",
            different));
  }

  private static JobDefinitionSpec withJobRole(RoleSpec role) {
    return JobDefinitionSpec.builder("more")
        .image(ContainerImage.fromRegistry("busybox"))
        .memoryMiB(4)
        .jobRole(role)
        .build();
  }

  private static Stream<Refused> tags() {
    String together = "must be at most 47 with those of the stack";
    Map<String, String> own = Samples.tags("own", 24);
    return Stream.of(
        refused(
            "IAM tags",
            () -> stack().tag("Team", "a").tag("team", "a").build(),
            "stack[demo].tags[team]",
            "team",
            "must differ from the other keys in more than case, which IAM ignores"),
        refused(
            "CE-77",
            () -> tagged().computeEnvironment(spot().tags(own).build()).build(),
            "computeEnvironment[spot].tags",
            "48 tags",
            together),
        refused(
            "CE-77",
            () -> tagged().computeEnvironment(spot().instanceTags(own).build()).build(),
            "computeEnvironment[spot].instanceTags",
            "48 tags",
            together),
        refused(
            "tags of a protected stack",
            () -> stack().tags(Samples.tags("key", 47)).deletionProtection(true).build(),
            "stack[demo].tags",
            "47 tags",
            "must be at most 46 under deletionProtection, a tag itself"),
        refused(
            "tags of a protected environment",
            () ->
                tagged()
                    .deletionProtection(true)
                    .computeEnvironment(spot().tags(Samples.tags("own", 23)).build())
                    .build(),
            "computeEnvironment[spot].tags",
            "47 tags",
            "must be at most 46 under deletionProtection, a tag itself"),
        refused(
            "queue tags",
            () ->
                tagged()
                    .computeEnvironment(spot().build())
                    .jobQueue(queue().tags(own).build())
                    .build(),
            "jobQueue[jobs].tags",
            "48 tags",
            together),
        refused(
            "definition tags",
            () -> tagged().jobDefinition(definition().tags(own).build()).build(),
            "jobDefinition[work].tags",
            "48 tags",
            together),
        refused(
            "repository tags",
            () -> tagged().repository(RepositorySpec.builder("app").tags(own).build()).build(),
            "repository[app].tags",
            "48 tags",
            together));
  }

  private static StackSpec.Builder tagged() {
    return StackSpec.builder("demo").tags(Samples.tags("stack", 24));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }

  @Test
  void build_manyRulesBroken_allAreReportedAtOnce() {
    InvalidSpecException refusal =
        Refused.problemsOf(
            () ->
                StackSpec.builder("Demo")
                    .logRetention(Duration.ofDays(2))
                    .tag("aws:x", "y")
                    .jobQueue(queue().build())
                    .build());

    assertThat(refusal.problems())
        .extracting(InvalidSpecException.Problem::path)
        .containsExactly(
            "stack[Demo].name",
            "stack[Demo].logRetention",
            "stack[Demo].tags[aws:x]",
            "jobQueue[jobs].computeEnvironments[0]");
  }
}
