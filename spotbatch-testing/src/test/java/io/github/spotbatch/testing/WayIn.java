package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.wire.AwsWire;
import io.github.spotbatch.testing.internal.wire.LoopbackServer;
import io.github.spotbatch.testing.wiremock.FakeAwsWireMock;
import java.net.URI;
import java.util.function.Function;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** The ways into a world. */
enum WayIn {
  IN_PROCESS(aws -> new Entrance(Services.sync(aws::client), () -> {})),
  IN_PROCESS_ASYNC(aws -> new Entrance(Services.async(aws::client), () -> {})),
  TYPED(aws -> new Entrance(Services.typed(aws::typedClient), () -> {})),
  TYPED_ASYNC(aws -> new Entrance(Services.typedAsync(aws::typedClient), () -> {})),
  SERVER(WayIn::server),
  WIREMOCK(WayIn::wireMock);

  private final Function<FakeAws, Entrance> opener;

  WayIn(Function<FakeAws, Entrance> opener) {
    this.opener = opener;
  }

  Entrance open(FakeAws aws) {
    return opener.apply(aws);
  }

  /**
   * On the virtual clock, so that all ways are tested alike; {@code serve} wants the wall clock.
   */
  private static Entrance server(FakeAws aws) {
    LoopbackServer server = LoopbackServer.start(AwsWire.behind(aws.httpClient())::answer, 0);
    return new Entrance(Services.sync(new Remote(aws, server.endpoint())::client), server::close);
  }

  private static Entrance wireMock(FakeAws aws) {
    FakeAwsWireMock wireMock = FakeAwsWireMock.start(aws);
    return new Entrance(
        Services.sync(new Remote(aws, wireMock.endpoint())::client), wireMock::close);
  }

  /** An open way. */
  record Entrance(Services services, Runnable closing) implements AutoCloseable {

    @Override
    public void close() {
      closing.run();
    }
  }

  private record Remote(FakeAws aws, URI endpoint) {

    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
      return builder
          .httpClientBuilder(ApacheHttpClient.builder())
          .endpointOverride(endpoint)
          .region(aws.region())
          .credentialsProvider(FakeAws.credentials(aws.account()))
          .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
          .build();
    }
  }
}
