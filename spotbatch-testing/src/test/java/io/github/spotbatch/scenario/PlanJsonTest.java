package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan that is written in one process, kept as a text, and applied in another. */
class PlanJsonTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/io/github/spotbatch/scenario/plan.json");

  private final FakeStack fake = FakeStack.typed();

  @AfterEach
  void close() {
    fake.close();
  }

  private static StackSpec small() {
    return StackSpec.builder("demo")
        .computeEnvironment(
            SpotComputeEnvironment.builder("spot").maxVcpus(8).instanceTypes("m5.large").build())
        .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
        .jobDefinition(
            JobDefinitionSpec.builder("work")
                .image(ContainerImage.fromRegistry("app"))
                .putEnvironment("GREETING", "\"Grüße\"\n\\ \u0007 \uD83D\uDE80")
                .memoryMiB(512)
                .build())
        .build();
  }

  private String planned(StackSpec stack) {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      return spotBatch.provisioner().plan(stack).toJson();
    }
  }

  private void apply(StackSpec stack) {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      spotBatch.provisioner().apply(spotBatch.provisioner().plan(stack));
    }
  }

  /** As whoever has only the text does it. */
  private void applyText(String json) {
    try (SpotBatch another = fake.spotBatch()) {
      another.provisioner().apply(ProvisioningPlan.fromJson(json));
    }
  }

  @Test
  void toJson_looksAsInItsFile() throws IOException {
    apply(small());

    String json = planned(small().toBuilder().tag("Team", "render").build());

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, json);
    }
    assertThat(json).as("rewritten by -Dgolden.update=true").isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void fromJson_ofWhatWasWritten_isTheSamePlanWithItsEnvironmentInClear() {
    try (SpotBatch spotBatch = fake.spotBatch()) {
      ProvisioningPlan plan = spotBatch.provisioner().plan(small());

      ProvisioningPlan read = ProvisioningPlan.fromJson(plan.toJson());

      assertThat(read.actions()).isEqualTo(plan.actions());
      assertThat(read.warnings()).isEqualTo(plan.warnings());
      assertThat(read.toJson()).isEqualTo(plan.toJson()).contains("Grüße");
      assertThat(read.toString()).isEqualTo(plan.toString()).doesNotContain("Grüße");
    }
  }

  @Test
  void apply_ofAReadPlanByAnother_makesTheStack() {
    applyText(planned(small()));

    try (SpotBatch another = fake.spotBatch()) {
      assertThat(another.provisioner().plan(small())).changesNothing();
    }
    assertThat(
            fake.batch
                .describeJobDefinitions()
                .jobDefinitions()
                .get(0)
                .containerProperties()
                .environment()
                .get(0)
                .value())
        .isEqualTo("\"Grüße\"\n\\ \u0007 \uD83D\uDE80");
  }

  @Test
  void apply_ofAReadPlanInAWorldThatMoved_saysWhatMovedAndChangesNothing() {
    apply(small());
    String json = planned(small().toBuilder().tag("Team", "render").build());
    fake.batch.updateJobQueue(r -> r.jobQueue("demo-jobs").priority(9));
    fake.aws.advance(Duration.ofMinutes(1));

    assertThatThrownBy(() -> applyText(json))
        .isInstanceOf(ProvisioningException.class)
        .hasMessage(
            "The plan of stack demo no longer fits what is there (job queue demo-jobs has changed:"
                + " priority 1 -> 9). Nothing was changed: plan again.");
    assertThat(fake.batch.describeJobQueues().jobQueues().get(0).tags()).doesNotContainKey("Team");
  }

  @Test
  void destroy_ofAReadPlan_removesTheStack() {
    apply(FakeStack.recipe("demo"));

    try (SpotBatch spotBatch = fake.spotBatch()) {
      ProvisioningPlan plan = spotBatch.provisioner().planDestroy("demo");
      ProvisioningPlan read = ProvisioningPlan.fromJson(plan.toJson());

      assertThat(read.actions()).isEqualTo(plan.actions());
      assertThat(spotBatch.provisioner().destroy(read).remaining()).isEmpty();
    }
    assertThat(fake.batch.describeJobQueues().jobQueues()).isEmpty();
  }

  @Test
  void fromJson_laidOutInAnotherWay_isTheSame() {
    String json = planned(FakeStack.recipe("demo"));

    String inOneLine = json.replaceAll("\n *", " ");

    assertThat(ProvisioningPlan.fromJson(inOneLine).toJson()).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Another version, and members that nobody knows.
        "\"spotbatchPlan\": 1 | \"spotbatchPlan\": 2"
            + " | spotbatchPlan is 2; plan again, or apply it by the version of spotbatch that"
            + " wrote it: this one reads 1.",
        "\"spotbatchPlan\": 1, | `` | spotbatchPlan is missing; write the plan to JSON again.",
        "\"spotbatchPlan\": 1, | \"spotbatchPlan\": 1, \"by\": \"me\","
            + " | by is \"me\"; leave it out, since it is not known; there can be spotbatchPlan,"
            + " plan, sha256.",
        "\"region\": \"us-east-1\"}, | \"region\": \"us-east-1\", \"zone\": \"a\"},"
            + " | plan.names.zone is \"a\"; leave it out, since it is not known; there can be"
            + " stack, region.",
        "\"maxvCpus\": 8 | \"maxVcpus\": 8"
            + " | plan.wanted[5].requests[0].batch:CreateComputeEnvironment.computeResources"
            + ".maxVcpus is 8; leave it out, since it is not known; there can be",
        // What is mistyped.
        "\"type\": \"CREATE\" | \"type\": \"CREAT\""
            + " | plan.steps[0].type is \"CREAT\"; give one of CREATE, ",
        "\"kind\": \"ROLE\" | \"kind\": 7 | plan.wanted[0].id.kind is 7; give a text.",
        "\"maxvCpus\": 8 | \"maxvCpus\": \"8\" | maxvCpus is \"8\"; give a number.",
        "\"maxvCpus\": 8 | \"maxvCpus\": 8.5 | maxvCpus is 8.5; give a number of its range.",
        "\"iam:CreateRole\" | \"iam:CreateRoll\""
            + " | plan.wanted[0].requests[0].iam:CreateRoll is {",
        "\"updateClass\": \"NONE\", | ``"
            + " | plan.steps[0].updateClass is missing; write the whole text again.",
        // What was changed and is of the right form.
        "\"awsName\": \"demo-us-east-1-instance\" | \"awsName\": \"demo-us-east-1-other\""
            + " | plan.wanted[1].dependsOn is role demo-us-east-1-instance; name only what comes"
            + " before instance profile demo-us-east-1-instance.",
        "\"type\": \"CREATE\" | \"type\": \"KEEP\""
            + " | plan.steps[0].there is missing; name what there is of role"
            + " demo-us-east-1-instance for a KEEP.",
        "\"maxvCpus\": 8 | \"maxvCpus\": 800 | it is not that of the plan, which was changed since:",
        "\"stack\": \"demo\" | \"stack\": \"demi\" | it is not that of the plan, which was changed",
        "\"sha256\": \" | \"sha256\": \"0 | sha256 is 0",
      })
  void fromJson_edited_saysWhereWhatAndTheFix(String from, String to, String message) {
    String json = planned(small());
    String edited = json.replaceFirst(java.util.regex.Pattern.quote(from), to);
    assertThat(edited).isNotEqualTo(json);

    assertThatThrownBy(() -> ProvisioningPlan.fromJson(edited))
        .isInstanceOf(ProvisioningException.class)
        .hasMessageStartingWith("This is no plan that can be applied. ")
        .hasMessageContaining(message);
  }

  @Test
  void fromJson_noWholeText_isRefused() {
    String json = planned(small());

    assertThatThrownBy(() -> ProvisioningPlan.fromJson(json.substring(0, json.length() / 2)))
        .hasMessageStartingWith(
            "This is no plan that can be applied. The text is no whole JSON: Unexpected")
        .hasMessageEndingWith("; write the plan to JSON again.");
    assertThatThrownBy(() -> ProvisioningPlan.fromJson(json + json))
        .hasMessageContaining("The text is no whole JSON: ");
    assertThatThrownBy(() -> ProvisioningPlan.fromJson(" "))
        .hasMessageContaining("The text is empty; write the plan to JSON again.");
    assertThatThrownBy(() -> ProvisioningPlan.fromJson("[]"))
        .hasMessageContaining("The text is []; give an object.");
  }

  @Nested
  class OfImages {

    @TempDir private Path folder;

    private SpotBatch machine(String cache) {
      return fake.aws.spotBatchBuilder().imageCache(folder.resolve(cache)).build();
    }

    private Path source() {
      return folder.resolve("files/a.txt");
    }

    private StackSpec stack() throws IOException {
      Files.createDirectories(source().getParent());
      Files.writeString(source(), "hello");
      return StackSpec.builder("demo")
          .jobDefinition(
              JobDefinitionSpec.builder("work")
                  .image(
                      ContainerImage.builder(BaseImage.empty())
                          .workingDirectory("/app")
                          .copy(source(), ".")
                          .command("cat", "a.txt")
                          .build())
                  .memoryMiB(512)
                  .build())
          .build();
    }

    private String written() throws IOException {
      try (SpotBatch spotBatch = machine("one")) {
        ProvisioningPlan plan = spotBatch.provisioner().plan(stack());
        assertThat(ProvisioningPlan.fromJson(plan.toJson()).actions()).isEqualTo(plan.actions());
        return plan.toJson();
      }
    }

    @Test
    void apply_imageYetToPush_isBuiltAndPushedByTheReader() throws IOException {
      String json = written();

      try (SpotBatch reader = machine("another")) {
        reader.provisioner().apply(ProvisioningPlan.fromJson(json));

        assertThat(reader.provisioner().plan(stack())).changesNothing();
      }
      assertThat(fake.ecr.describeImages(r -> r.repositoryName("demo-images")).imageDetails())
          .hasSize(1);
    }

    @Test
    void apply_filesWithOtherTimesAndTheSameContent_areTheSame() throws IOException {
      String json = written();
      Files.setLastModifiedTime(source(), FileTime.from(Instant.parse("2031-05-06T07:08:09Z")));

      try (SpotBatch reader = machine("another")) {
        reader.provisioner().apply(ProvisioningPlan.fromJson(json));
      }

      assertThat(fake.ecr.describeImages(r -> r.repositoryName("demo-images")).imageDetails())
          .hasSize(1);
    }

    @Test
    void apply_filesThatChangedOrAreNotThere_changesNothing() throws IOException {
      String json = written();

      for (String content : List.of("other", "of another size", "")) {
        if (content.isEmpty()) {
          Files.delete(source());
        } else {
          Files.writeString(source(), content);
          Files.setLastModifiedTime(source(), FileTime.from(Instant.parse("2031-01-01T00:00:00Z")));
        }
        try (SpotBatch reader = machine("another")) {
          assertThatThrownBy(() -> reader.provisioner().apply(ProvisioningPlan.fromJson(json)))
              .hasMessage(
                  "The plan of stack demo no longer fits what is there (%s has changed). Nothing was changed: plan again.",
                  source());
        }
      }
      assertThat(fake.ecr.describeRepositories().repositories()).isEqualTo(Collections.emptyList());
    }
  }
}
