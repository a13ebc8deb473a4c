package io.github.spotbatch.testing.internal.wire;

import java.lang.reflect.Proxy;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/** Services, wires and real clients for the tests of this package. */
final class Wires {

  private Wires() {}

  /** A service that models every operation of its client, all by one function. */
  static ServiceOperations everyOperation(
      AwsService service, Function<SdkRequest, SdkResponse> handler) {
    Class<?> client = service.client();
    Object handlers =
        Proxy.newProxyInstance(
            client.getClassLoader(),
            new Class<?>[] {client},
            (proxy, method, args) -> handler.apply((SdkRequest) args[0]));
    return ServiceOperations.of(service, () -> handlers, Supplier::get);
  }

  /** The operations that an object has methods for. */
  static ServiceOperations operations(AwsService service, Object handlers) {
    return ServiceOperations.of(service, () -> handlers, Supplier::get);
  }

  /** A wire to one service in every account and Region. */
  static AwsWire wire(ServiceOperations operations) {
    return AwsWire.to((service, accessKeyId, region) -> operations);
  }

  /** A real client of whatever service. */
  @SuppressWarnings({"rawtypes", "unchecked"})
  static Object client(AwsService service, Function<HttpIn, HttpOut> wire) {
    AwsClientBuilder builder =
        (AwsClientBuilder) Reflection.callStatic(service.client(), "builder");
    ((SdkSyncClientBuilder<?, ?>) builder).httpClient(InProcessHttpClient.of(wire));
    signed(builder);
    return builder.build();
  }

  /** Signs as the key AKID in eu-west-1 and does not retry. */
  static <B extends AwsClientBuilder<B, C>, C> B signed(B builder) {
    return builder
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  /** A real client whose requests go to the wire. */
  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, Function<HttpIn, HttpOut> wire) {
    return signed(builder).httpClient(InProcessHttpClient.of(wire)).build();
  }
}
