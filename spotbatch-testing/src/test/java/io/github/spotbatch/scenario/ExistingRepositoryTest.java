package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that go to a repository which is there, and nobody's business but its owner's. */
class ExistingRepositoryTest {

  private static final String NAME = "team/app";

  private final FakeStack fake = FakeStack.typed();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @TempDir private Path folder;
  private StackSpec stack;

  @BeforeEach
  void describe() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "hello");
    ContainerImage image =
        ContainerImage.builder(BaseImage.empty()).copy(file, "/app/").command("run").build();
    stack =
        StackSpec.builder("demo")
            .repository(RepositorySpec.existing(NAME))
            .jobDefinition(JobDefinitionSpec.builder("work").image(image).memoryMiB(512).build())
            .build();
  }

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Test
  void apply_existingRepository_getsTheImageAndKeepsIt() {
    fake.ecr.createRepository(r -> r.repositoryName(NAME));

    ProvisioningPlan plan = provisioner.plan(stack);
    provisioner.apply(plan);

    assertThat(plan).creates(ResourceKind.IMAGE, "work");
    assertThat(plan.toString())
        .doesNotContain(" repository team/app")
        .containsPattern("\\+ image team/app:[0-9a-f]{16}\n")
        .contains("note: its repository exists already, and keeps it when the stack is destroyed");
    String digest = digest();
    assertThat(fake.batch.describeJobDefinitions().jobDefinitions())
        .singleElement()
        .satisfies(
            definition ->
                assertThat(definition.containerProperties().image())
                    .isEqualTo("123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app@" + digest));
    assertThat(provisioner.plan(stack)).changesNothing();

    provisioner.destroy("demo");

    assertThat(digest()).isEqualTo(digest);
    assertThat(fake.aws.journal().all())
        .filteredOn(request -> request.service().equals("ecr"))
        .extracting(RecordedRequest::operation)
        .filteredOn(operation -> operation.matches("(Create|Delete|Put|Tag|Untag|Set).*"))
        .containsExactly("CreateRepository");
  }

  @Test
  void plan_repositoryThatDoesNotExist_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> provisioner.plan(stack))
        .isInstanceOf(ProvisioningException.class)
        .hasMessageStartingWith("A repository that is said to exist does not in us-east-1: ")
        .hasMessageContaining("team/app")
        .hasMessageEndingWith("Make it, or have the stack make one by RepositorySpec.builder(..).");
  }

  private String digest() {
    return fake.ecr.describeImages(r -> r.repositoryName(NAME)).imageDetails().get(0).imageDigest();
  }
}
