package io.github.spotbatch.testing.internal.ecr;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.ListImagesFilter;
import software.amazon.awssdk.services.ecr.model.TagStatus;

class ImagesTest {

  private static final String THIRTY = "a layer of thirty bytes in all";
  private static final String TWELVE = "twelve bytes";

  private final Neighbours neighbours = new Neighbours();
  private final EcrClient ecr = neighbours.ecr();

  @BeforeEach
  void createRepository() {
    ecr.createRepository(it -> it.repositoryName("demo"));
  }

  @AfterEach
  void close() {
    neighbours.world.close();
  }

  @Nested
  class Put {

    @Test
    void put_manifest_isDescribed() {
      String digest = SmallImage.push(ecr, "demo", "1", THIRTY, TWELVE);

      ImageDetail detail =
          ecr.describeImages(it -> it.repositoryName("demo")).imageDetails().get(0);
      assertThat(digest).matches("sha256:[0-9a-f]{64}");
      assertThat(detail.imageDigest()).isEqualTo(digest);
      assertThat(detail.imageTags()).containsExactly("1");
      assertThat(detail.imageSizeInBytes()).isEqualTo(42);
      assertThat(detail.imageManifestMediaType()).isEqualTo(Manifest.OCI);
      assertThat(detail.artifactMediaType()).isEqualTo(SmallImage.CONFIG_TYPE);
      assertThat(detail.lastRecordedPullTime()).isNull();
    }

    @Test
    void put_tagOfAnother_movesIt() {
      String first = push(THIRTY, "1");
      String second = push(TWELVE, "1");

      assertThat(describe("1").imageDigest()).isEqualTo(second);
      assertThat(ecr.listImages(it -> it.repositoryName("demo")).imageIds())
          .containsExactlyInAnyOrder(
              ImageIdentifier.builder().imageDigest(first).build(),
              ImageIdentifier.builder().imageDigest(second).imageTag("1").build());
    }

    @Test
    void put_sameAgain_isRefused() {
      String digest = push(THIRTY, "1");

      assertRefused(
          () -> push(THIRTY, "1"),
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
      SmallImage.push(ecr, "fixed", "1", THIRTY);

      assertRefused(
          () -> SmallImage.push(ecr, "fixed", "1", TWELVE),
          "ImageTagAlreadyExistsException",
          400,
          "The image tag '1' already exists in the 'fixed' repository and cannot be overwritten"
              + " because the repository is immutable.");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "manifest",
          "{}",
          "[]",
          "{\"schemaVersion\":2,\"layers\":[]}",
          "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI + "\",\"layers\":[]}",
          "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\"}"
        })
    void put_noManifest_isRefused(String text) {
      assertRefused(
          () -> put(text),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON"
              + " syntax'");
    }

    @Test
    void put_typeGivenBesideTheManifest_isTaken() {
      String bare =
          SmallImage.manifest(ecr, "demo", TWELVE).replaceFirst("\"mediaType\":[^,]+,", "");

      ecr.putImage(
          it -> it.repositoryName("demo").imageManifest(bare).imageManifestMediaType(Manifest.OCI));

      assertThat(ecr.describeImages(it -> it.repositoryName("demo")).imageDetails())
          .singleElement()
          .satisfies(detail -> assertThat(detail.imageManifestMediaType()).isEqualTo(Manifest.OCI));
    }

    @Test
    void put_otherType_isRefused() {
      assertRefused(
          () -> put("{\"schemaVersion\":2,\"mediaType\":\"text/plain\"}"),
          "InvalidParameterException",
          400,
          "Unsupported manifest type: \"text/plain\"");
    }

    @Test
    void put_noLayers_isRefused() {
      assertRefused(
          () -> put(SmallImage.manifest()),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Image has to have at"
              + " least 1 layer'");
    }

    @Test
    @Rule("ECR-2")
    void put_layersThatNobodyPushed_isRefused() {
      SmallImage.upload(ecr, "demo", TWELVE);

      assertRefused(
          () -> put(SmallImage.manifest(TWELVE, THIRTY)),
          "LayersNotFoundException",
          400,
          "Layers with digests '["
              + Digests.of("{}")
              + ", "
              + Digests.of(THIRTY)
              + "]' required for pushing image into repository with name 'demo' in the registry"
              + " with id '123456789012' do not exist");
    }

    @Test
    @Rule("ECR-2")
    void put_indexOfImagesThatNobodyPushed_isRefused() {
      String there = push(TWELVE, "1");
      String absent = Digests.of("absent");

      assertRefused(
          () -> put(SmallImage.index(there, absent)),
          "ReferencedImagesNotFoundException",
          400,
          "Images with digests '["
              + absent
              + "]' required for pushing image into repository with name 'demo' in the registry"
              + " with id '123456789012' do not exist");
    }

    @Test
    void put_index_isAsLargeAsItsLargest() {
      String small = push(TWELVE, null);
      String large = push(THIRTY, null);
      ecr.putImage(
          it ->
              it.repositoryName("demo")
                  .imageTag("list")
                  .imageManifest(SmallImage.index(small, large)));

      assertThat(describe("list").imageSizeInBytes()).isEqualTo(THIRTY.length());
      assertThat(describe("list").imageManifestMediaType()).isEqualTo(Manifest.OCI_INDEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "a b", "a:b"})
    void put_tagThatIsNone_isRefused(String tag) {
      assertRefused(
          () -> push(TWELVE, tag),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular"
              + " expression '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}''");
    }

    @Test
    void put_otherDigest_isRefused() {
      assertRefused(
          () ->
              ecr.putImage(
                  it ->
                      it.repositoryName("demo")
                          .imageManifest(SmallImage.manifest("absent"))
                          .imageDigest("sha256:0")),
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
      push(THIRTY, "1");

      var answer =
          ecr.batchGetImage(
              it ->
                  it.repositoryName("demo")
                      .imageIds(
                          ImageIdentifier.builder().imageTag("1").build(),
                          ImageIdentifier.builder().imageTag("2").build()));

      assertThat(answer.images())
          .singleElement()
          .satisfies(
              image -> assertThat(image.imageManifest()).isEqualTo(SmallImage.manifest(THIRTY)));
      assertThat(answer.failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.imageId().imageTag()).isEqualTo("2"));
    }

    @Test
    void batchGet_onlyOtherTypesAccepted_isNotModelled() {
      push(THIRTY, "1");

      assertThatThrownBy(
              () ->
                  ecr.batchGetImage(
                      it ->
                          it.repositoryName("demo")
                              .imageIds(ImageIdentifier.builder().imageTag("1").build())
                              .acceptedMediaTypes(Manifest.DOCKER)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("BatchGetImage [acceptedMediaTypes=");
    }

    /** Which these are depends on the version of the SDK. */
    @Test
    void list_filterThatIsNotModelled_failsWithItsName() {
      ListImagesFilter.Builder filter = ListImagesFilter.builder();
      List<SdkField<?>> others =
          filter.sdkFields().stream()
              .filter(field -> !field.memberName().equals("tagStatus"))
              .toList();
      assumeFalse(others.isEmpty(), "this SDK filters images by their tags alone");
      others.get(0).set(filter, "any");

      assertThatThrownBy(
              () -> ecr.listImages(it -> it.repositoryName("demo").filter(filter.build())))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("ListImages [filter=" + others.get(0).memberName() + "]");
    }

    @Test
    void list_byTagStatus_leavesTheOthersOut() {
      push(THIRTY, "1");
      push(TWELVE, null);

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
      push(THIRTY, "1");
      push(THIRTY, "2");
      push(TWELVE, "3");

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
      push(THIRTY, "1");

      assertThat(neighbours.scope.ecr().pullable(HOST + image)).contains(expected);
    }

    @Test
    void pullable_byDigest_needsTheManifest() {
      String digest = push(THIRTY, null);

      assertThat(neighbours.scope.ecr().pullable(HOST + "demo@" + digest)).contains(true);
      assertThat(neighbours.scope.ecr().pullable(HOST + "demo@sha256:0")).contains(false);
    }

    @Test
    void pullable_otherRegistry_isNotForUsToSay() {
      assertThat(neighbours.scope.ecr().pullable("public.ecr.aws/docker/library/busybox:1"))
          .isEmpty();
    }
  }

  private String push(String layer, String tag) {
    return SmallImage.push(ecr, "demo", tag, layer);
  }

  private void put(String manifest) {
    ecr.putImage(it -> it.repositoryName("demo").imageManifest(manifest));
  }

  private ImageDetail describe(String tag) {
    return ecr.describeImages(
            it ->
                it.repositoryName("demo").imageIds(ImageIdentifier.builder().imageTag(tag).build()))
        .imageDetails()
        .get(0);
  }
}
