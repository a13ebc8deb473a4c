package io.github.spotbatch.testing.internal.ecr;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.internal.Neighbours;
import io.github.spotbatch.testing.internal.wire.LoopbackCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;

class RegistryServerTest {

  private final Neighbours neighbours = new Neighbours();

  @AfterEach
  void close() {
    neighbours.world.close();
  }

  @Test
  void failureOfTheFakeItself_isToldToTheNextCaller() throws IOException {
    EcrClient ecr = neighbours.ecr();
    ecr.createRepository(it -> it.repositoryName("demo"));
    String digest = SmallImage.upload(ecr, "demo", "layer");
    String url =
        ecr.getDownloadUrlForLayer(it -> it.repositoryName("demo").layerDigest(digest))
            .downloadUrl();
    Files.delete(neighbours.world.registry().blobs().file(digest));
    HttpClient client =
        HttpClient.newBuilder().sslContext(LoopbackCertificate.get().client()).build();

    assertThatThrownBy(
            () ->
                client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);

    assertThatThrownBy(() -> neighbours.world.verify(Set.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cannot read a layer of the fake's registry");
  }
}
