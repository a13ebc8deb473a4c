package io.github.spotbatch.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.exception.ImageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "busybox, registry-1.docker.io, library/busybox, latest",
    "busybox:1.37, registry-1.docker.io, library/busybox, 1.37",
    "docker.io/team/app:1, registry-1.docker.io, team/app, 1",
    "team/app, registry-1.docker.io, team/app, latest",
    "public.ecr.aws/docker/library/python:3.13-slim, public.ecr.aws, docker/library/python, 3.13-slim",
    "localhost/app, localhost, app, latest",
    "localhost:5000/app:2, localhost:5000, app, 2",
    "127.0.0.1:5000/a/b, 127.0.0.1:5000, a/b, latest"
  })
  void parse_anyReference_isReadAsDockerDoes(
      String text, String host, String repository, String version) {
    ImageReference reference = ImageReference.parse(text);

    assertThat(reference.host()).isEqualTo(host);
    assertThat(reference.repository()).isEqualTo(repository);
    assertThat(reference.version()).isEqualTo(version);
  }

  @Test
  void parse_tagAndDigest_digestWins() {
    assertThat(ImageReference.parse("example.com/app:1@" + DIGEST).version()).isEqualTo(DIGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "app:", "app@sha256:", ":1", "example.com/app@md5:12"})
  void parse_noReference_isRefused(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith(text + " is no reference of an image");
  }
}
