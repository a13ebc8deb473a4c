package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.wire.LoopbackServer;
import java.net.URI;

/** A world served on 127.0.0.1. */
public final class FakeAwsServer implements AutoCloseable {

  private final LoopbackServer server;

  FakeAwsServer(LoopbackServer server) {
    this.server = server;
  }

  /**
   * Where to reach it.
   *
   * @return for {@code AWS_ENDPOINT_URL}, {@code --endpoint-url} or {@code endpointOverride}
   */
  public URI endpoint() {
    return server.endpoint();
  }

  /** Stops listening; the world goes on. */
  @Override
  public void close() {
    server.close();
  }
}
