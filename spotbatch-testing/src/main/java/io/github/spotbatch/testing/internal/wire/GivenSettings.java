package io.github.spotbatch.testing.internal.wire;

import java.lang.reflect.Field;
import software.amazon.awssdk.awscore.client.config.AwsClientOption;
import software.amazon.awssdk.core.client.builder.SdkDefaultClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOption;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;

/**
 * What the builder of a client was told, which it has no accessors for. A plugin of the client is
 * too late: it sees the default Region and credentials where none were given.
 */
public final class GivenSettings {

  /** There in all versions of the SDK that are supported, for the builders that it generates. */
  private static final String FIELD = "clientConfiguration";

  private final SdkClientConfiguration.Builder configuration;

  private GivenSettings(SdkClientConfiguration.Builder configuration) {
    this.configuration = configuration;
  }

  /**
   * Looks into a builder.
   *
   * @throws IllegalStateException if the SDK's version has no such builders
   */
  public static GivenSettings of(Object clientBuilder) {
    try {
      Field field = SdkDefaultClientBuilder.class.getDeclaredField(FIELD);
      field.setAccessible(true);
      return new GivenSettings((SdkClientConfiguration.Builder) field.get(clientBuilder));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "cannot see what the "
              + clientBuilder.getClass().getName()
              + " was told; spotbatch-testing needs a builder that a client of the AWS SDK made",
          e);
    }
  }

  public boolean haveRegion() {
    return have(AwsClientOption.AWS_REGION);
  }

  public boolean haveCredentials() {
    return have(AwsClientOption.CREDENTIALS_IDENTITY_PROVIDER);
  }

  /** Whether they say where the futures of an asynchronous client are completed. */
  public boolean haveCompletionExecutor() {
    return have(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR);
  }

  private boolean have(ClientOption<?> option) {
    return configuration.option(option) != null;
  }
}
