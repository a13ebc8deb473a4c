package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.ServiceCatalog;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.AwsWire;
import io.github.spotbatch.testing.internal.wire.DirectClient;
import io.github.spotbatch.testing.internal.wire.GivenSettings;
import io.github.spotbatch.testing.internal.wire.InProcessAsyncHttpClient;
import io.github.spotbatch.testing.internal.wire.InProcessHttpClient;
import io.github.spotbatch.testing.internal.wire.ScopeSigning;
import io.github.spotbatch.testing.internal.wire.ServiceOperations;
import io.github.spotbatch.time.TimeKeeper;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientAsyncConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** SDK clients of a world in the same JVM; what the builders of real ones say already counts. */
final class Clients {

  /** So that a run on the virtual clock is deterministic. */
  private static final ClientAsyncConfiguration ON_THE_CALLING_THREAD =
      ClientAsyncConfiguration.builder()
          .advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run)
          .build();

  private final ServiceCatalog services;
  private final AwsWire wire;
  private final Region region;
  private final TimeKeeper time;
  private final SdkHttpClient httpClient;
  private final SdkAsyncHttpClient asyncHttpClient;

  Clients(ServiceCatalog services, Region region, TimeKeeper time) {
    this.time = time;
    this.services = services;
    this.wire = AwsWire.to(services);
    this.region = region;
    this.httpClient = InProcessHttpClient.of(wire);
    this.asyncHttpClient = InProcessAsyncHttpClient.of(wire);
  }

  AwsWire wire() {
    return wire;
  }

  SdkHttpClient httpClient() {
    return httpClient;
  }

  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C sync(B builder) {
    return withDefaults(builder, GivenSettings.of(builder)).httpClient(httpClient).build();
  }

  <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C async(B builder) {
    GivenSettings given = GivenSettings.of(builder);
    if (!given.haveCompletionExecutor()) {
      builder.asyncConfiguration(ON_THE_CALLING_THREAD);
    }
    return withDefaults(builder, given).httpClient(asyncHttpClient).build();
  }

  <C extends SdkClient> C typed(Class<C> type, String account, Region where) {
    AwsService service = AwsService.ofClient(type);
    ServiceOperations operations = services.operations(service, account, where.id());
    return DirectClient.of(type, operations, where, SdkWaiters.on(time));
  }

  private <B extends AwsClientBuilder<B, C>, C> B withDefaults(B builder, GivenSettings given) {
    ClientOverrideConfiguration overrides = builder.overrideConfiguration();
    if (!saysHowToRetry(overrides)) {
      ClientOverrideConfiguration.Builder changed = overrides.toBuilder();
      retryImmediately(changed);
      builder.overrideConfiguration(changed.build());
    }
    if (!given.haveRegion()) {
      builder.region(region);
    }
    if (!given.haveCredentials()) {
      builder.credentialsProvider(credentials());
    }
    builder.putAuthScheme(new ScopeSigning());
    return builder;
  }

  /** Of no account of its own, so of the default one. */
  static AwsCredentialsProvider credentials() {
    return credentials("fake");
  }

  static AwsCredentialsProvider credentials(String accessKeyId) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "fake"));
  }

  private static boolean saysHowToRetry(ClientOverrideConfiguration given) {
    return given.retryStrategy().isPresent()
        || given.retryStrategyConfigurator().isPresent()
        || given.retryMode().isPresent()
        || given.retryPolicy().isPresent();
  }

  /** As often as the SDK does; it would wait on this machine's clock, not on the world's. */
  static void retryImmediately(ClientOverrideConfiguration.Builder client) {
    client.retryStrategy(
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .backoffStrategy(BackoffStrategy.retryImmediately())
            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
            .build());
  }
}
