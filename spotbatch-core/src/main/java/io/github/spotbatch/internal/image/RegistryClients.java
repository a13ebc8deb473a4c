package io.github.spotbatch.internal.image;

import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients of all connections: one for the world, and one for registries on this machine.
 * Each is made when it is first needed and has threads of its own. Thread-safe.
 */
final class RegistryClients {

  private static final Duration TO_CONNECT = Duration.ofSeconds(15);

  private @Nullable HttpClient world;
  private @Nullable HttpClient local;

  synchronized HttpClient of(RegistryHost registry) {
    HttpClient client = registry.local() ? local : world;
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(TO_CONNECT);
      client =
          registry.local() ? builder.sslContext(LocalTrust.context()).build() : builder.build();
      if (registry.local()) {
        local = client;
      } else {
        world = client;
      }
    }
    return client;
  }
}
