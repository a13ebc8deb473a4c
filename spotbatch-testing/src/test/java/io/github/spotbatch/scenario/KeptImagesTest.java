package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.ImageTagMutability;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.internal.ecr.SmallImage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionRequest;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** An image stays while anything may start from it, and goes once nothing can any more. */
class KeptImagesTest {

  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com/";
  private static final Duration YEAR = Duration.ofDays(365);

  private final FakeStack fake = FakeStack.typed();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  private String first = "";
  private String second = "";

  @BeforeEach
  void pushTwo() {
    apply(stack("busybox"));
    first = pushed("first");
    fake.aws.advance(Duration.ofDays(2));
    second = pushed("second");
  }

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Nested
  class OfTrimmedRevisions {

    @Test
    void apply_imageOfARevisionThatGoes_goesAfterIt() {
      apply(pinning(first));

      ProvisioningPlan plan = provisioner.plan(pinning(second));
      fake.aws.journal().clear();
      provisioner.apply(plan);

      assertThat(plan.toString())
          .contains(
              """

              - job definition demo-work:2
                  note: of its revisions the newest 1 stay

              - image demo-app:%s
                  note: no active revision and no unfinished job refers to it
              """
                  .formatted(tag(first)));
      assertThat(writes())
          .containsExactly("RegisterJobDefinition", "DeregisterJobDefinition", "BatchDeleteImage");
      assertThat(digests()).containsExactly(second);
      assertThat(provisioner.plan(pinning(second))).changesNothing();
    }

    @Test
    void apply_definitionThatIsGone_takesItsImageWithIt() {
      apply(pinning(first));
      StackSpec none = pinning(first).toBuilder().jobDefinitions(List.of()).build();

      ProvisioningPlan plan = provisioner.plan(none);
      provisioner.apply(plan);

      assertThat(plan).deletes(ResourceKind.IMAGE, "app");
      assertThat(digests()).doesNotContain(first);
      assertThat(provisioner.plan(none)).changesNothing();
    }

    /** Its revision is inactive at first, and forgotten by AWS after half a year. */
    @Test
    void apply_imageOfAnUnfinishedJob_staysForAYear() {
      apply(pinning(first));
      start(YEAR.plusDays(1));
      fake.batch.deregisterJobDefinition(r -> r.jobDefinition("demo-work:2"));
      apply(pinning(second));
      assertThat(digests()).containsExactlyInAnyOrder(first, second);

      fake.aws.advance(YEAR);
      assertThat(fake.batch.describeJobDefinitions(r -> r.jobDefinitions("demo-work:2")))
          .matches(answer -> answer.jobDefinitions().isEmpty());
      assertThat(provisioner.plan(pinning(second))).changesNothing();
      assertThat(digests()).contains(first);

      fake.aws.advance(Duration.ofDays(2));
      apply(pinning(second));
      assertThat(digests()).containsExactly(second);
    }

    @Test
    void apply_imageOfARevisionOfOthers_stays() {
      apply(pinning(first));
      fake.batch.registerJobDefinition(
          r ->
              r.jobDefinitionName("others")
                  .type("container")
                  .containerProperties(
                      c ->
                          c.image(HOST + "demo-app@" + first)
                              .resourceRequirements(
                                  q -> q.type("VCPU").value("1"),
                                  q -> q.type("MEMORY").value("64"))));

      apply(pinning(second));

      assertThat(digests()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void apply_imageWithATagOfTheUsers_stays() {
      fake.ecr.putImage(
          r -> r.repositoryName("demo-app").imageManifest(manifest(first)).imageTag("mine"));

      apply(pinning(second));

      assertThat(digests()).containsExactlyInAnyOrder(first, second);
      assertThat(provisioner.plan(pinning(second))).changesNothing();
    }

    @Test
    void apply_imageInAnIndex_stays() {
      fake.ecr.putImage(
          r -> r.repositoryName("demo-app").imageManifest(SmallImage.index(first)).imageTag("all"));

      apply(pinning(second));

      assertThat(digests()).contains(first, second);
      assertThat(provisioner.plan(pinning(second))).changesNothing();
    }

    @Test
    void apply_jobThatCameSinceThePlan_keepsItsImage() {
      apply(pinning(first));
      ProvisioningPlan plan = provisioner.plan(pinning(second));
      start(Duration.ofHours(1));

      provisioner.apply(plan);

      assertThat(digests()).containsExactlyInAnyOrder(first, second);
    }

    /** Between the look at the jobs and the end of the revision. */
    @Test
    void apply_jobThatComesAtTheLastMoment_keepsItsImageAndSaysSo() {
      apply(pinning(first));
      AtomicBoolean once = new AtomicBoolean(true);
      try (SpotBatch racing =
          fake.spotBatch(
              request -> {
                if (request instanceof DeregisterJobDefinitionRequest && once.getAndSet(false)) {
                  start("demo-work:2", Duration.ofHours(1));
                }
                return request;
              })) {
        assertThatThrownBy(
                () -> racing.provisioner().apply(racing.provisioner().plan(pinning(second))))
            .isInstanceOf(ProvisioningException.class)
            .hasMessageContaining("Could not delete image demo-app:" + tag(first))
            .hasMessageContaining("a revision or a job has come to use it");
      }

      assertThat(digests()).containsExactlyInAnyOrder(first, second);
      assertThat(provisioner.plan(pinning(second))).changesNothing();
    }

    @Test
    void plan_imageThatNothingNeedsAnyMore_goesWithoutARevision() {
      assertThat(provisioner.plan(stack("busybox")).toString())
          .contains("\n- image demo-app:" + tag(first))
          .contains("1 resource to delete");

      fake.aws.advance(Duration.ofDays(1));
      apply(stack("busybox"));

      assertThat(digests()).isEmpty();
    }

    /** Another apply may have pushed it just now, and have yet to register what needs it. */
    @Test
    void apply_imageThatIsYoung_stays() {
      apply(pinning(first));

      assertThat(digests()).containsExactlyInAnyOrder(first, second);
    }
  }

  @Nested
  class WithoutATag {

    @Test
    void apply_untaggedExpiry_takesWhatLostItsTagAndLeavesTheRest() {
      apply(expiring(stack(HOST + "demo-app@" + first), 14));
      String loose = SmallImage.push(fake.ecr, "demo-app", "latest", "loose");
      SmallImage.push(fake.ecr, "demo-app", "latest", "newer");

      fake.aws.advance(Duration.ofDays(14));
      assertThat(digests()).contains(loose);
      fake.aws.advance(YEAR);

      assertThat(digests()).contains(first).doesNotContain(loose);
    }

    /** As a build does that pushes to one tag again and again. */
    @Test
    void apply_tagThatIsMovedLater_doesNotTakeThePinnedImageWithIt() {
      fake.ecr.putImage(
          r -> r.repositoryName("demo-app").imageManifest(SmallImage.index(first)).imageTag("all"));
      String pinned = SmallImage.push(fake.ecr, "demo-app", "latest", "pinned");
      StackSpec stack = expiring(lookedUp(HOST + "demo-app:latest"), 1);

      ProvisioningPlan plan = provisioner.plan(stack);
      provisioner.apply(plan);
      SmallImage.push(fake.ecr, "demo-app", "latest", "newer");
      fake.aws.advance(YEAR);

      assertThat(plan).creates(ResourceKind.IMAGE, "work");
      assertThat(plan.toString())
          .contains("+ image demo-app:" + tag(pinned))
          .contains("note: it is there, and gets this tag so that it stays");
      assertThat(digests()).contains(pinned);
      StackSpec same = expiring(lookedUp(HOST + "demo-app@" + pinned), 1);
      assertThat(provisioner.plan(same)).keeps(ResourceKind.IMAGE, "work");
    }
  }

  private void start(Duration duration) {
    start("demo-work", duration);
  }

  private void start(String definition, Duration duration) {
    fake.aws.jobs().image("*demo-app*").runsFor(duration).exits(0);
    spotBatch.queue("demo-jobs").submit(JobRequest.builder(definition).build());
  }

  /** As a build of spotbatch does it. */
  private String pushed(String content) {
    String digest = SmallImage.push(fake.ecr, "demo-app", "new", content);
    fake.ecr.putImage(
        r -> r.repositoryName("demo-app").imageManifest(manifest(digest)).imageTag(tag(digest)));
    fake.ecr.batchDeleteImage(r -> r.repositoryName("demo-app").imageIds(id -> id.imageTag("new")));
    return digest;
  }

  private String manifest(String digest) {
    return fake.ecr
        .batchGetImage(r -> r.repositoryName("demo-app").imageIds(id -> id.imageDigest(digest)))
        .images()
        .get(0)
        .imageManifest();
  }

  private static String tag(String digest) {
    return digest.substring(7, 23);
  }

  private List<String> digests() {
    return fake.ecr.listImages(r -> r.repositoryName("demo-app")).imageIds().stream()
        .map(ImageIdentifier::imageDigest)
        .distinct()
        .toList();
  }

  private List<String> writes() {
    return fake.aws.journal().all().stream()
        .map(RecordedRequest::operation)
        .filter(operation -> !operation.matches("(Get|List|Describe).*"))
        .toList();
  }

  private static StackSpec pinning(String digest) {
    return stack(HOST + "demo-app@" + digest);
  }

  private static StackSpec lookedUp(String image) {
    return defined(ContainerImage.fromRegistry(image));
  }

  private static StackSpec stack(String image) {
    return defined(ContainerImage.fromRegistry(image).toBuilder().digestPinned(false).build());
  }

  private static StackSpec defined(ContainerImage image) {
    return FakeStack.onDemand("demo").toBuilder()
        .repository(repository().build())
        .keptRevisions(1)
        .jobDefinitions(
            List.of(JobDefinitionSpec.builder("work").image(image).memoryMiB(64).build()))
        .build();
  }

  private static StackSpec expiring(StackSpec stack, int days) {
    return stack.toBuilder()
        .repositories(List.of(repository().untaggedExpiry(Duration.ofDays(days)).build()))
        .build();
  }

  /** One whose tags move, as those of {@code latest} do. */
  private static RepositorySpec.Builder repository() {
    return RepositorySpec.builder("app").imageTagMutability(ImageTagMutability.MUTABLE);
  }

  private void apply(StackSpec stack) {
    provisioner.apply(provisioner.plan(stack));
  }
}
