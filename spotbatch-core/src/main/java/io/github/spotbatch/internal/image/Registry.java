package io.github.spotbatch.internal.image;

import io.github.spotbatch.image.FoundImage;
import io.github.spotbatch.spec.CpuArchitecture;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Reads one registry. */
final class Registry {

  private final RegistryConnection connection;

  Registry(RegistryConnection connection) {
    this.connection = connection;
  }

  /** Whether a repository has an image of a digest, by one call; one whose refusal has words. */
  boolean has(String repository, String digest) {
    RegistryAnswer answer = connection.get(repository + "/manifests/" + digest, ImageIndex.ALL);
    if (answer.status() == 404) {
      return false;
    }
    RegistryRefusals.require(connection.host(), "the look-up of " + repository, answer, 200);
    return true;
  }

  /**
   * What a reference stands for now: two calls where the image is for one architecture.
   *
   * @param named what the user calls it, whatever host it is asked for at
   */
  FoundImage find(ImageReference image, String named) {
    RegistryAnswer answer =
        connection.get(image.repository() + "/manifests/" + image.version(), ImageIndex.ALL);
    if (answer.status() == 404) {
      throw new RegistryException(
          "There is no image %s: check its name and tag (%s).".formatted(named, answer.reason()),
          404,
          false,
          null);
    }
    RegistryRefusals.require(connection.host(), "the look-up of " + named, answer, 200);
    String digest =
        answer.header("Docker-Content-Digest").orElseGet(() -> Digests.sha256(answer.body()));
    JsonNode manifest = answer.json();
    return new FoundImage(
        digest,
        ImageIndex.lists(manifest)
            ? known(named, ImageIndex.architectures(manifest), ImageIndex.platforms(manifest))
            : architectureOf(image, named, manifest));
  }

  private Set<CpuArchitecture> architectureOf(
      ImageReference image, String named, JsonNode manifest) {
    Optional<String> configuration = ImageIndex.configuration(manifest);
    if (configuration.isEmpty()) {
      return Set.of();
    }
    RegistryAnswer answer = connection.get(image.repository() + "/blobs/" + configuration.get());
    RegistryRefusals.require(connection.host(), "the look-up of " + named, answer, 200);
    JsonNode read = answer.json();
    return known(
        named,
        ImageIndex.architecture(read).map(Set::of).orElse(Set.of()),
        List.of(ImageIndex.platform(read)));
  }

  /** Refuses what no instance can run; of an image that names no platform nothing is known. */
  private static Set<CpuArchitecture> known(
      String named, Set<CpuArchitecture> usable, List<String> platforms) {
    boolean known = platforms.stream().anyMatch(platform -> !platform.contains("?"));
    if (usable.isEmpty() && known) {
      throw new RegistryException(
          "The image %s is for %s only; instances run linux/amd64 or linux/arm64: choose another."
              .formatted(named, String.join(", ", platforms)),
          200,
          false,
          null);
    }
    return usable;
  }
}
