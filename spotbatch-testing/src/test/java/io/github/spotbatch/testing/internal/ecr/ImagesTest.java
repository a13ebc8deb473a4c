package io.github.spotbatch.testing.internal.ecr;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.TagStatus;

class ImagesTest {

  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final String MANIFEST =
      "{\"mediaType\":\"" + OCI + "\",\"layers\":[{\"size\":30},{\"size\":12}]}";
  private static final String OTHER = "{\"layers\":[]}";

  private final Neighbours neighbours = new Neighbours();
  private final EcrClient ecr = neighbours.ecr();

  @BeforeEach
  void createRepository() {
    ecr.createRepository(it -> it.repositoryName("demo"));
  }

  @Nested
  class Put {

    @Test
    void put_manifest_isDescribed() {
      String digest = put(MANIFEST, "1");

      ImageDetail detail =
          ecr.describeImages(it -> it.repositoryName("demo")).imageDetails().get(0);
      assertThat(digest).matches("sha256:[0-9a-f]{64}");
      assertThat(detail.imageDigest()).isEqualTo(digest);
      assertThat(detail.imageTags()).containsExactly("1");
      assertThat(detail.imageSizeInBytes()).isEqualTo(42);
      assertThat(detail.imageManifestMediaType()).isEqualTo(OCI);
    }

    @Test
    void put_tagOfAnother_movesIt() {
      String first = put(MANIFEST, "1");
      String second = put(OTHER, "1");

      assertThat(describe("1").imageDigest()).isEqualTo(second);
      assertThat(ecr.listImages(it -> it.repositoryName("demo")).imageIds())
          .containsExactlyInAnyOrder(
              ImageIdentifier.builder().imageDigest(first).build(),
              ImageIdentifier.builder().imageDigest(second).imageTag("1").build());
    }

    @Test
    void put_sameAgain_isRefused() {
      String digest = put(MANIFEST, "1");

      assertRefused(
          () -> put(MANIFEST, "1"),
          "ImageAlreadyExistsException",
          400,
          "Image with digest '"
              + digest
              + "' and tag '1' already exists in the repository with name 'demo' in registry with"
              + " id '123456789012'");
    }

    @Test
    void put_tagOfAnotherInImmutableRepository_isRefused() {
      ecr.createRepository(
          it -> it.repositoryName("fixed").imageTagMutability(ImageTagMutability.IMMUTABLE));
      ecr.putImage(it -> it.repositoryName("fixed").imageManifest(MANIFEST).imageTag("1"));

      assertRefused(
          () -> ecr.putImage(it -> it.repositoryName("fixed").imageManifest(OTHER).imageTag("1")),
          "ImageTagAlreadyExistsException",
          400,
          "The image tag '1' already exists in the 'fixed' repository and cannot be overwritten"
              + " because the repository is immutable.");
    }

    @Test
    void put_noJson_isRefused() {
      assertRefused(
          () -> put("manifest", "1"),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON"
              + " syntax'");
    }

    @Test
    void put_otherDigest_isRefused() {
      assertRefused(
          () ->
              ecr.putImage(
                  it -> it.repositoryName("demo").imageManifest(MANIFEST).imageDigest("sha256:0")),
          "ImageDigestDoesNotMatchException",
          400,
          "Image digest 'sha256:0' does not match calculated image digest");
    }
  }

  @Nested
  class Read {

    @Test
    @Rule("ECR-2")
    void describe_absent_isRefused() {
      assertRefused(
          () -> describe("9"),
          "ImageNotFoundException",
          400,
          "The image with imageId {imageDigest:'null', imageTag:'9'} does not exist within the"
              + " repository with name 'demo' in the registry with id '123456789012'");
    }

    @Test
    void batchGet_someAbsent_tellsWhich() {
      put(MANIFEST, "1");

      var answer =
          ecr.batchGetImage(
              it ->
                  it.repositoryName("demo")
                      .imageIds(
                          ImageIdentifier.builder().imageTag("1").build(),
                          ImageIdentifier.builder().imageTag("2").build()));

      assertThat(answer.images())
          .singleElement()
          .satisfies(image -> assertThat(image.imageManifest()).isEqualTo(MANIFEST));
      assertThat(answer.failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.imageId().imageTag()).isEqualTo("2"));
    }

    @Test
    void list_byTagStatus_leavesTheOthersOut() {
      put(MANIFEST, "1");
      put(OTHER, null);

      assertThat(
              ecr.listImages(
                      it -> it.repositoryName("demo").filter(f -> f.tagStatus(TagStatus.UNTAGGED)))
                  .imageIds())
          .extracting(ImageIdentifier::imageTag)
          .containsOnlyNulls()
          .hasSize(1);
      assertThat(
              ecr.listImages(
                      it -> it.repositoryName("demo").filter(f -> f.tagStatus(TagStatus.TAGGED)))
                  .imageIds())
          .extracting(ImageIdentifier::imageTag)
          .containsExactly("1");
    }

    @Test
    void describe_idsAndPages_excludeEachOther() {
      assertThatThrownBy(
              () ->
                  ecr.describeImages(
                      it ->
                          it.repositoryName("demo").imageIds(id -> id.imageTag("1")).maxResults(1)))
          .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void listAndDescribe_smallPages_comeWhole() {
      put(MANIFEST, "1");
      put(MANIFEST, "2");
      put(OTHER, "3");

      assertThat(ecr.listImagesPaginator(it -> it.repositoryName("demo").maxResults(1)).imageIds())
          .extracting(ImageIdentifier::imageTag)
          .containsExactlyInAnyOrder("1", "2", "3");
      assertThat(
              ecr.describeImagesPaginator(it -> it.repositoryName("demo").maxResults(1))
                  .imageDetails())
          .hasSize(2);
    }
  }

  @Nested
  class Pull {

    private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com/";

    @ParameterizedTest
    @CsvSource({"demo:1, true", "demo, false", "demo:2, false", "other:1, false"})
    void pullable_byTag_needsTheTag(String image, boolean expected) {
      put(MANIFEST, "1");

      assertThat(neighbours.scope.ecr().pullable(HOST + image)).contains(expected);
    }

    @Test
    void pullable_byDigest_needsTheManifest() {
      String digest = put(MANIFEST, null);

      assertThat(neighbours.scope.ecr().pullable(HOST + "demo@" + digest)).contains(true);
      assertThat(neighbours.scope.ecr().pullable(HOST + "demo@sha256:0")).contains(false);
    }

    @Test
    void pullable_otherRegistry_isNotForUsToSay() {
      assertThat(neighbours.scope.ecr().pullable("public.ecr.aws/docker/library/busybox:1"))
          .isEmpty();
    }
  }

  private String put(String manifest, String tag) {
    return ecr.putImage(it -> it.repositoryName("demo").imageManifest(manifest).imageTag(tag))
        .image()
        .imageId()
        .imageDigest();
  }

  private ImageDetail describe(String tag) {
    return ecr.describeImages(
            it ->
                it.repositoryName("demo").imageIds(ImageIdentifier.builder().imageTag(tag).build()))
        .imageDetails()
        .get(0);
  }
}
