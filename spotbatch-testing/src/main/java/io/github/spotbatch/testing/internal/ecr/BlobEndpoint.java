package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Layers and configurations, to be looked for and fetched. */
final class BlobEndpoint {

  private final World world;

  BlobEndpoint(World world) {
    this.world = world;
  }

  void answer(RegistryExchange exchange, EcrState caller, String name, String digest)
      throws IOException {
    if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      throw RegistryFault.notModelled(exchange.method() + " of a blob");
    }
    Optional<Path> file = world.locked(() -> find(caller, name, digest));
    if (file.isEmpty()) {
      // The code of the specification; ECR's sentence is not known.
      throw new RegistryFault(404, "BLOB_UNKNOWN", "blob unknown to registry");
    }
    exchange.with("Docker-Content-Digest", digest).answer(file.get());
  }

  private static Optional<Path> find(EcrState caller, String name, String digest) {
    Repository repository = RepositoryCalls.required(caller, name);
    return repository.layers().containsKey(digest)
        ? Optional.of(caller.registry().blobs().file(digest))
        : Optional.empty();
  }
}
