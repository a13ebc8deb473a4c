package io.github.spotbatch.testing.internal.ecr;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.Layer;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.LayerFailure;
import software.amazon.awssdk.services.ecr.model.LayerFailureCode;

class LayersTest {

  private static final int SMALLEST = 5 << 20;

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
  void upload_inParts_isPutTogether() {
    byte[] content = new byte[2 * SMALLEST + 1];
    Arrays.fill(content, SMALLEST, content.length, (byte) 7);
    String id = initiate();

    long first = part(id, 0, Arrays.copyOf(content, SMALLEST));
    part(id, SMALLEST, Arrays.copyOfRange(content, SMALLEST, 2 * SMALLEST));
    part(id, 2 * SMALLEST, new byte[] {7});
    String digest = Digests.of(Digests.sha256().digest(content));
    complete(id, digest);

    assertThat(first).isEqualTo(SMALLEST - 1);
    assertThat(check(digest))
        .isEqualTo(
            Layer.builder()
                .layerDigest(digest)
                .layerAvailability(LayerAvailability.AVAILABLE)
                .layerSize((long) content.length)
                .build());
    assertThat(neighbours.world.registry().blobs().file(digest)).hasBinaryContent(content);
  }

  @Test
  void upload_partTooSmallBeforeTheLast_isRefusedAtTheEnd() {
    String id = initiate();
    part(id, 0, bytes("small"));
    part(id, 5, bytes("last"));

    assertRefused(
        () -> complete(id, Digests.of("smalllast")),
        "LayerPartTooSmallException",
        400,
        "Layer parts must be at least 5 MiB in size.");
  }

  @Test
  void part_thatLeavesAGap_isRefusedWithTheLastByte() {
    String id = initiate();
    part(id, 0, bytes("five."));

    InvalidLayerPartException refused =
        catchThrowableOfType(
            InvalidLayerPartException.class, () -> part(id, 6, bytes("after a gap")));

    assertThat(refused.lastValidByteReceived()).isEqualTo(4);
    assertThat(refused.uploadId()).isEqualTo(id);
  }

  @Test
  void part_ofAnotherLengthThanItsRange_isRefused() {
    String id = initiate();

    assertRefused(
        () ->
            ecr.uploadLayerPart(
                it ->
                    it.repositoryName("demo")
                        .uploadId(id)
                        .partFirstByte(0L)
                        .partLastByte(9L)
                        .layerPartBlob(SdkBytes.fromUtf8String("five."))),
        "InvalidLayerPartException",
        400,
        "The layer part does not follow the last byte -1 received by the upload with id '"
            + id
            + "'");
  }

  @Test
  void part_tooLarge_isRefused() {
    String id = initiate();

    assertRefused(
        () -> part(id, 0, new byte[(20 << 20) + 1]),
        "InvalidParameterException",
        400,
        "Invalid parameter at 'layerPartBlob' failed to satisfy constraint: 'must have length less"
            + " than or equal to 20971520'");
  }

  @Test
  @Rule("ECR-2")
  void complete_nothingUploaded_isRefused() {
    String id = initiate();

    assertRefused(
        () -> complete(id, Digests.of("")),
        "EmptyUploadException",
        400,
        "The upload with id '"
            + id
            + "' in the repository with name 'demo' in registry with id '123456789012' cannot be"
            + " completed because it does not have any parts");
  }

  @Test
  void complete_otherDigest_isRefusedAndForgotten() {
    String id = initiate();
    part(id, 0, bytes("this"));

    assertRefused(
        () -> complete(id, Digests.of("that")),
        "InvalidLayerException",
        400,
        "The layer with digest '"
            + Digests.of("this")
            + "' uploaded to the repository with name 'demo' in the registry with id"
            + " '123456789012' does not match the digest '"
            + Digests.of("that")
            + "' that was given");
    assertRefused(
        () -> complete(id, Digests.of("this")),
        "UploadNotFoundException",
        400,
        "The upload with id '"
            + id
            + "' does not exist in the repository with name 'demo' in the registry with id"
            + " '123456789012'");
  }

  @Test
  void complete_layerThere_isRefused() {
    String digest = SmallImage.upload(ecr, "demo", "layer");
    String id = initiate();
    part(id, 0, bytes("layer"));

    assertRefused(
        () -> complete(id, digest),
        "LayerAlreadyExistsException",
        400,
        "The layer with digest '"
            + digest
            + "' already exists in the repository with name 'demo' in the registry with id"
            + " '123456789012'");
  }

  @Test
  void check_ofOtherRepositoriesAndNoDigests_tellsWhich() {
    ecr.createRepository(it -> it.repositoryName("other"));
    String elsewhere = SmallImage.upload(ecr, "other", "layer");

    var answer =
        ecr.batchCheckLayerAvailability(
            it -> it.repositoryName("demo").layerDigests(elsewhere, "md5:1"));

    assertThat(answer.layers())
        .containsExactly(
            Layer.builder()
                .layerDigest(elsewhere)
                .layerAvailability(LayerAvailability.UNAVAILABLE)
                .build());
    assertThat(answer.failures())
        .extracting(LayerFailure::layerDigest, LayerFailure::failureCode)
        .containsExactly(tuple("md5:1", LayerFailureCode.INVALID_LAYER_DIGEST));
  }

  @Test
  void check_layerOfAnImage_hasTheTypeThatTheImageGivesIt() {
    SmallImage.push(ecr, "demo", "1", "layer");

    assertThat(check(Digests.of("layer")).mediaType()).isEqualTo(SmallImage.LAYER_TYPE);
  }

  @Test
  void downloadUrl_absentLayer_isRefused() {
    String absent = Digests.of("absent");

    assertRefused(
        () -> ecr.getDownloadUrlForLayer(it -> it.repositoryName("demo").layerDigest(absent)),
        "LayersNotFoundException",
        400,
        "Layers with digests '["
            + absent
            + "]' required for pushing image into repository with name 'demo' in the registry with"
            + " id '123456789012' do not exist");
  }

  private String initiate() {
    var begun = ecr.initiateLayerUpload(it -> it.repositoryName("demo"));
    assertThat(begun.partSize()).isEqualTo(10_485_760);
    return begun.uploadId();
  }

  private long part(String id, long first, byte[] content) {
    return ecr.uploadLayerPart(
            it ->
                it.repositoryName("demo")
                    .uploadId(id)
                    .partFirstByte(first)
                    .partLastByte(first + content.length - 1)
                    .layerPartBlob(SdkBytes.fromByteArray(content)))
        .lastByteReceived();
  }

  private void complete(String id, String digest) {
    ecr.completeLayerUpload(it -> it.repositoryName("demo").uploadId(id).layerDigests(digest));
  }

  private Layer check(String digest) {
    List<Layer> layers =
        ecr.batchCheckLayerAvailability(it -> it.repositoryName("demo").layerDigests(digest))
            .layers();
    assertThat(layers).hasSize(1);
    return layers.get(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
