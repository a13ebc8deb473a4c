package io.github.spotbatch.testing.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.internal.wire.AwsWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * A world served on 127.0.0.1 by WireMock, for what only a network does: answers that come late,
 * connections that break, and WireMock's own journal of raw requests.
 *
 * <p>The world answers every request that no stub of yours matches. Needs {@code
 * org.wiremock:wiremock} on the class path. Works on either clock; on the virtual one nothing but
 * this JVM lets time pass, so poll by {@link FakeAws#advance}. Thread-safe.
 */
public final class FakeAwsWireMock implements AutoCloseable {

  private final WireMockServer server;

  private FakeAwsWireMock(WireMockServer server) {
    this.server = server;
  }

  /**
   * Serves a world on a free port.
   *
   * @param aws the world
   * @return the running server, the caller's to close
   */
  public static FakeAwsWireMock start(FakeAws aws) {
    return start(aws, 0);
  }

  /**
   * Serves a world.
   *
   * @param aws the world
   * @param port to listen on; 0 for a free one
   * @return the running server, the caller's to close
   * @throws UncheckedIOException if nobody can listen there
   */
  public static FakeAwsWireMock start(FakeAws aws, int port) {
    WireMockServer server =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .port(port)
                .gzipDisabled(true)
                .extensions(
                    new WorldTransformer(AwsWire.behind(aws.httpClient())), new WorldStub()));
    try {
      server.start();
    } catch (FatalStartupException e) {
      throw new UncheckedIOException(
          new IOException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e));
    }
    return new FakeAwsWireMock(server);
  }

  /**
   * Where to reach it.
   *
   * @return for {@code AWS_ENDPOINT_URL}, {@code --endpoint-url} or {@code endpointOverride}
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /**
   * WireMock itself, to add stubs to and to verify with. {@code resetAll()} leaves the world in
   * place; {@code resetMappings()} takes away every stub, the world's own too.
   *
   * @return the server
   */
  public WireMockServer server() {
    return server;
  }

  /**
   * The world's own answer, to be delayed or sent in small pieces by a stub.
   *
   * @return a response for {@code willReturn(..)}; status and body are the world's
   */
  public static ResponseDefinitionBuilder answerOfTheWorld() {
    return aResponse().withTransformers(WorldTransformer.NAME);
  }

  /** Stops listening; the world goes on. */
  @Override
  public void close() {
    server.stop();
  }
}
