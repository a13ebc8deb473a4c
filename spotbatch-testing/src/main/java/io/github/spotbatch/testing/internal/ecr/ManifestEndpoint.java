package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Manifests, by tag or digest. */
final class ManifestEndpoint {

  /** ECR's limit of the parameter is the same. */
  private static final int LONGEST = 4_194_304;

  private final World world;

  ManifestEndpoint(World world) {
    this.world = world;
  }

  void answer(RegistryExchange exchange, EcrState caller, String name, String reference)
      throws IOException {
    switch (exchange.method()) {
      case "GET", "HEAD" -> get(exchange, caller, name, reference);
      case "PUT" -> put(exchange, caller, name, reference);
      default -> throw RegistryFault.notModelled(exchange.method() + " of a manifest");
    }
  }

  private void get(RegistryExchange exchange, EcrState caller, String name, String reference)
      throws IOException {
    boolean pull = exchange.method().equals("GET");
    Optional<Image> found =
        world.locked(
            () -> {
              Optional<Image> image = RepositoryCalls.required(caller, name).find(reference);
              image.filter(it -> pull).ifPresent(it -> it.pulled(world.now()));
              return image;
            });
    Image image =
        found.orElseThrow(
            () -> new RegistryFault(404, "MANIFEST_UNKNOWN", "Requested image not found"));
    exchange
        .with("Docker-Content-Digest", image.digest())
        .answer(200, image.mediaType(), image.text().getBytes(StandardCharsets.UTF_8));
  }

  private void put(RegistryExchange exchange, EcrState caller, String name, String reference)
      throws IOException {
    String text = text(exchange.body().readNBytes(LONGEST));
    @Nullable String mediaType = exchange.header("Content-Type");
    Image image = world.locked(() -> put(caller, name, reference, text, mediaType));
    exchange
        .with("Docker-Content-Digest", image.digest())
        .with("Location", exchange.address("/v2/" + name + "/manifests/" + image.digest()))
        .answer(201);
  }

  private Image put(
      EcrState caller, String name, String reference, String text, @Nullable String mediaType) {
    world.ensureOpen();
    Repository repository = RepositoryCalls.required(caller, name);
    if (mediaType != null && !Manifest.isKnown(mediaType)) {
      throw new RegistryFault(
          400, "UNSUPPORTED", "Unsupported manifest type: \"" + mediaType + "\"");
    }
    ImagePush pushes = new ImagePush(world, caller);
    Manifest manifest = pushes.read(text, mediaType);
    boolean byDigest = reference.indexOf(':') >= 0;
    if (byDigest && !reference.equals(Digests.of(text))) {
      throw new RegistryFault(
          400,
          "MANIFEST_INVALID",
          "The image with digest '"
              + reference
              + "' in repository '"
              + name
              + "' and registry ID '"
              + caller.registryId()
              + "' does not match the image digest that Amazon ECR has calculated.");
    }
    return pushes.store(repository, text, manifest, byDigest ? null : reference);
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw RegistryFault.of(EcrFaults.noManifest());
    }
  }
}
