package io.github.spotbatch.internal.aws;

import io.github.spotbatch.exception.SpotBatchException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One client for each service: the user's own, or made when first asked for and then closed here.
 *
 * <p>No field has the type of a service's client, so an application that only submits jobs needs no
 * other jars than those of batch and cloudwatchlogs.
 */
public final class AwsClients implements AutoCloseable {

  private final Map<String, AwsClient> clients;
  private final List<AwsClient> made = new ArrayList<>();
  private final @Nullable AwsCredentialsProvider credentialsProvider;
  private final @Nullable URI endpointOverride;
  private final @Nullable SdkHttpClient httpClient;
  private final List<Consumer<ClientOverrideConfiguration.Builder>> overrides;
  private @Nullable Region region;
  private boolean closed;

  private AwsClients(Builder builder) {
    this.clients = new HashMap<>(builder.clients);
    this.region = builder.region;
    this.credentialsProvider = builder.credentialsProvider;
    this.endpointOverride = builder.endpointOverride;
    this.httpClient = builder.httpClient;
    this.overrides = List.copyOf(builder.overrides);
  }

  public static Builder builder() {
    return new Builder();
  }

  public BatchClient batch() {
    return (BatchClient) client("batch", () -> make(BatchClient.builder()));
  }

  public CloudWatchLogsClient logs() {
    return (CloudWatchLogsClient)
        client("cloudwatchlogs", () -> make(CloudWatchLogsClient.builder()));
  }

  public Ec2Client ec2() {
    return (Ec2Client) client("ec2", () -> make(Ec2Client.builder()));
  }

  public IamClient iam() {
    return (IamClient) client("iam", () -> make(IamClient.builder()));
  }

  public EcrClient ecr() {
    return (EcrClient) client("ecr", () -> make(EcrClient.builder()));
  }

  public StsClient sts() {
    return (StsClient) client("sts", () -> make(StsClient.builder()));
  }

  public EcsClient ecs() {
    return (EcsClient) client("ecs", () -> make(EcsClient.builder()));
  }

  /** The Region as given, else that of the user's batch client, else the default chain's. */
  public synchronized Region region() {
    if (region == null) {
      AwsClient batch = clients.get("batch");
      region = batch == null ? null : regionOf(batch);
    }
    if (region == null) {
      region = defaultRegion();
    }
    return region;
  }

  /** Closes the clients made here, never the user's own. */
  @Override
  public synchronized void close() {
    closed = true;
    made.forEach(AwsClient::close);
    made.clear();
  }

  private synchronized AwsClient client(String service, Supplier<AwsClient> maker) {
    AwsClient present = clients.get(service);
    if (present != null) {
      return present;
    }
    if (closed) {
      throw new SpotBatchException("This SpotBatch is closed: make a new one.");
    }
    try {
      AwsClient client = maker.get();
      clients.put(service, client);
      made.add(client);
      return client;
    } catch (NoClassDefFoundError e) {
      throw new SpotBatchException(
          "This needs the AWS SDK's %s client: add software.amazon.awssdk:%s to the class path."
              .formatted(service, service),
          e);
    }
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends AwsClient>
      C make(B builder) {
    builder.region(region());
    if (credentialsProvider != null) {
      builder.credentialsProvider(credentialsProvider);
    }
    if (endpointOverride != null) {
      builder.endpointOverride(endpointOverride);
    }
    if (httpClient != null) {
      builder.httpClient(httpClient);
    }
    if (!overrides.isEmpty()) {
      ClientOverrideConfiguration.Builder configuration = ClientOverrideConfiguration.builder();
      overrides.forEach(override -> override.accept(configuration));
      builder.overrideConfiguration(configuration.build());
    }
    return builder.build();
  }

  private static @Nullable Region regionOf(AwsClient client) {
    try {
      return client.serviceClientConfiguration().region();
    } catch (UnsupportedOperationException e) {
      // A client of the user's own making need not know a Region.
      return null;
    }
  }

  private static Region defaultRegion() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new SpotBatchException(
          "No AWS Region is set: set AWS_REGION, name one in the profile, or give region(..).", e);
    }
  }

  /** Takes what the user gave. */
  public static final class Builder {

    private final Map<String, AwsClient> clients = new HashMap<>();
    private final List<Consumer<ClientOverrideConfiguration.Builder>> overrides = new ArrayList<>();
    private @Nullable Region region;
    private @Nullable AwsCredentialsProvider credentialsProvider;
    private @Nullable URI endpointOverride;
    private @Nullable SdkHttpClient httpClient;

    private Builder() {}

    /** Gives the user's own client; {@code service} is the name of the SDK's artifact. */
    public Builder client(String service, AwsClient client) {
      clients.put(service, client);
      return this;
    }

    public Builder region(Region region) {
      this.region = region;
      return this;
    }

    public Builder credentialsProvider(AwsCredentialsProvider credentialsProvider) {
      this.credentialsProvider = credentialsProvider;
      return this;
    }

    public Builder endpointOverride(URI endpointOverride) {
      this.endpointOverride = endpointOverride;
      return this;
    }

    /** One HTTP client for all that is made here; it stays the caller's to close. */
    public Builder httpClient(SdkHttpClient httpClient) {
      this.httpClient = httpClient;
      return this;
    }

    /** Asked anew for each client that is made here, after those that were added before. */
    public Builder addOverride(Consumer<ClientOverrideConfiguration.Builder> override) {
      overrides.add(override);
      return this;
    }

    public AwsClients build() {
      return new AwsClients(this);
    }
  }
}
