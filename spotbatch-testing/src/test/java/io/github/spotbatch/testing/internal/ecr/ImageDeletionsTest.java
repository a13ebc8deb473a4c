package io.github.spotbatch.testing.internal.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.spotbatch.testing.internal.Neighbours;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

class ImageDeletionsTest {

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

  @Test
  void delete_oneOfTwoTags_leavesTheImage() {
    String digest = SmallImage.push(ecr, "demo", "1", "layer");
    SmallImage.push(ecr, "demo", "latest", "layer");

    BatchDeleteImageResponse answer = delete(tagged("1"));

    assertThat(answer.imageIds()).containsExactly(id(digest, "1"));
    assertThat(ids()).containsExactly(id(digest, "latest"));
  }

  @Test
  void delete_lastTag_deletesTheImage() {
    String digest = SmallImage.push(ecr, "demo", "1", "layer");

    BatchDeleteImageResponse answer = delete(tagged("1"));

    assertThat(answer.imageIds()).containsExactly(id(digest, "1"));
    assertThat(ids()).isEmpty();
  }

  @Test
  void delete_byDigest_deletesAllTags() {
    String digest = SmallImage.push(ecr, "demo", "1", "layer");
    SmallImage.push(ecr, "demo", "2", "layer");

    BatchDeleteImageResponse answer = delete(id(digest, null));

    assertThat(answer.imageIds()).containsExactly(id(digest, "1"), id(digest, "2"));
    assertThat(ids()).isEmpty();
  }

  @Test
  void delete_whatIsNotThere_tellsWhy() {
    SmallImage.push(ecr, "demo", "1", "layer");
    String other = SmallImage.push(ecr, "demo", "2", "another");

    BatchDeleteImageResponse answer =
        delete(tagged("9"), id(other, "1"), ImageIdentifier.builder().build());

    assertThat(answer.imageIds()).isEmpty();
    assertThat(answer.failures())
        .extracting(ImageFailure::failureCode, ImageFailure::failureReason)
        .containsExactly(
            tuple(ImageFailureCode.IMAGE_NOT_FOUND, "Requested image not found"),
            tuple(
                ImageFailureCode.IMAGE_TAG_DOES_NOT_MATCH_DIGEST,
                "Requested tag does not match the digest"),
            tuple(
                ImageFailureCode.MISSING_DIGEST_AND_TAG,
                "Invalid request parameters: both tag and digest cannot be null"));
    assertThat(ids()).hasSize(2);
  }

  @Test
  void delete_childOfAnIndex_waitsForTheIndex() {
    String child = SmallImage.push(ecr, "demo", "child", "layer");
    String index = put(SmallImage.index(child));

    assertThat(delete(tagged("child")).failures())
        .extracting(ImageFailure::failureCode)
        .containsExactly(ImageFailureCode.IMAGE_REFERENCED_BY_MANIFEST_LIST);
    assertThat(delete(id(index, null), id(child, null)).failures())
        .extracting(failure -> failure.imageId().imageDigest())
        .containsExactly(child);
    assertThat(delete(id(child, null)).failures()).isEmpty();
    assertThat(ids()).isEmpty();
  }

  private String put(String manifest) {
    return ecr.putImage(it -> it.repositoryName("demo").imageManifest(manifest))
        .image()
        .imageId()
        .imageDigest();
  }

  private BatchDeleteImageResponse delete(ImageIdentifier... ids) {
    return ecr.batchDeleteImage(it -> it.repositoryName("demo").imageIds(ids));
  }

  private Stream<ImageIdentifier> ids() {
    return ecr.listImages(it -> it.repositoryName("demo")).imageIds().stream();
  }

  private static ImageIdentifier tagged(String tag) {
    return ImageIdentifier.builder().imageTag(tag).build();
  }

  private static ImageIdentifier id(String digest, String tag) {
    return ImageIdentifier.builder().imageDigest(digest).imageTag(tag).build();
  }
}
