package io.github.spotbatch.testing.internal.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.internal.Neighbours;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;

/** What those who run images see of them. */
class StoredImagesTest {

  private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

  private final Neighbours neighbours = new Neighbours();
  private final EcrClient ecr = neighbours.ecr();
  private final EcrState state = neighbours.scope.ecr();

  @BeforeEach
  void createRepository() {
    ecr.createRepository(it -> it.repositoryName("team/demo"));
  }

  @AfterEach
  void close() {
    neighbours.world.close();
  }

  @Test
  void image_byEitherHost_isTheSame() {
    String digest = SmallImage.push(ecr, "team/demo", "1", "layer");
    String server = RegistryServer.endpoint(neighbours.world).getAuthority();

    for (String host : new String[] {HOST, server}) {
      assertThat(state.image(host + "/team/demo:1"))
          .hasValueSatisfying(image -> assertThat(image.digest()).isEqualTo(digest));
      assertThat(state.pullable(host + "/team/demo:2")).contains(false);
    }
    assertThat(state.image(HOST + "/team/demo@" + digest).orElseThrow().references())
        .containsExactlyInAnyOrder(HOST + "/team/demo:1", server + "/team/demo:1");
    assertThat(state.pullable("127.0.0.1:1/team/demo:1")).isEmpty();
  }

  @Test
  void image_layers_areFiles() {
    SmallImage.push(ecr, "team/demo", "1", "a layer");

    StoredImage image = state.image(HOST + "/team/demo:1").orElseThrow();

    assertThat(image.manifest()).isEqualTo(SmallImage.manifest("a layer"));
    assertThat(image.mediaType()).isEqualTo(Manifest.OCI);
    assertThat(image.blob(Digests.of("a layer"))).hasContent("a layer");
    assertThatThrownBy(() -> image.blob("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no digest: '../../etc/passwd'");
  }

  @Test
  void forArchitecture_index_picksItsChild() {
    String amd64 = SmallImage.push(ecr, "team/demo", null, "for amd64");
    String arm64 = SmallImage.push(ecr, "team/demo", null, "for arm64");
    ecr.putImage(
        it ->
            it.repositoryName("team/demo")
                .imageTag("all")
                .imageManifest(SmallImage.index(amd64, arm64)));

    StoredImage index = state.image(HOST + "/team/demo:all").orElseThrow();

    assertThat(index.isIndex()).isTrue();
    assertThat(index.forArchitecture("arm64").orElseThrow().digest()).isEqualTo(arm64);
    assertThat(index.forArchitecture("amd64").orElseThrow().digest()).isEqualTo(amd64);
    assertThat(index.forArchitecture("riscv64")).isEmpty();
  }

  @Test
  void forArchitecture_singleImage_isItself() {
    SmallImage.push(ecr, "team/demo", "1", "layer");

    StoredImage image = state.image(HOST + "/team/demo:1").orElseThrow();

    assertThat(image.isIndex()).isFalse();
    assertThat(image.forArchitecture("arm64")).contains(image);
  }

  @Test
  void close_takesTheFilesAway() {
    SmallImage.push(ecr, "team/demo", "1", "layer");
    Path file = state.image(HOST + "/team/demo:1").orElseThrow().blob(Digests.of("layer"));
    assertThat(file).exists();

    neighbours.world.close();

    assertThat(file.getParent()).doesNotExist();
  }
}
