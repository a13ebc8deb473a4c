package io.github.spotbatch.examples;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.time.TimeKeeper;
import io.github.spotbatch.time.WallClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sts.StsClient;

/** The AWS that an example talks to: the embedded one, one behind an endpoint, or the live one. */
final class Aws implements AutoCloseable {

  /** Simulated seconds per second of the embedded AWS. */
  static final int SPEED = 100;

  private final String description;
  private final Region region;
  private final TimeKeeper time;
  private final SpotBatch spotBatch;
  private final BatchClient batch;
  private final Ec2Client ec2;
  private final CloudWatchLogsClient logs;
  private final StsClient sts;
  private final List<Runnable> owned = new ArrayList<>();

  private Aws(
      String description,
      Region region,
      TimeKeeper time,
      SpotBatch.Builder builder,
      Clients clients) {
    this.description = description;
    this.region = region;
    this.time = time;
    this.batch = clients.of(BatchClient.builder());
    this.ec2 = clients.of(Ec2Client.builder());
    this.logs = clients.of(CloudWatchLogsClient.builder());
    this.sts = clients.of(StsClient.builder());
    this.spotBatch = builder.timeKeeper(time).build();
    owned.addAll(List.of(spotBatch::close, batch::close, ec2::close, logs::close, sts::close));
  }

  /** Makes a client of one AWS. */
  private interface Clients {
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(B builder);
  }

  /**
   * An AWS inside this program. It really runs what was pushed, and takes the Spot host of the test
   * job away in the middle of its work.
   */
  static Aws embedded(String testJob) {
    FakeAws fake = FakeAws.builder().speed(SPEED).build();
    fake.jobs().image("*").runsImage();
    fake.spot().reclaim().hostOf(testJob).after(Duration.ofSeconds(10));
    Aws aws =
        new Aws(
            "the embedded AWS, " + SPEED + " times as fast as the real one",
            fake.region(),
            fake.time(),
            fake.spotBatchBuilder(),
            fake::client);
    aws.owned.add(fake::close);
    return aws;
  }

  /** An AWS behind an endpoint. */
  static Aws behind(URI endpoint, @Nullable String region, @Nullable String profile) {
    AwsCredentialsProvider credentials =
        profile == null
            ? StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy"))
            : DefaultCredentialsProvider.builder().profileName(profile).build();
    Region where = region == null ? Region.US_EAST_1 : Region.of(region);
    return real(endpoint.toString(), where, credentials, endpoint);
  }

  /** AWS itself. */
  static Aws live(@Nullable String region, @Nullable String profile) {
    AwsCredentialsProvider credentials =
        profile == null
            ? DefaultCredentialsProvider.builder().build()
            : DefaultCredentialsProvider.builder().profileName(profile).build();
    Region where = region == null ? defaultRegion(profile) : Region.of(region);
    return real("AWS", where, credentials, null);
  }

  private static Region defaultRegion(@Nullable String profile) {
    try {
      return DefaultAwsRegionProviderChain.builder().profileName(profile).build().getRegion();
    } catch (SdkClientException e) {
      throw new IllegalArgumentException(
          "No Region is set: give --region, set AWS_REGION, or name one in the profile.", e);
    }
  }

  private static Aws real(
      String description,
      Region region,
      AwsCredentialsProvider credentials,
      @Nullable URI endpoint) {
    WallClock clock = WallClock.create();
    SpotBatch.Builder builder = SpotBatch.builder().region(region).credentialsProvider(credentials);
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    Clients clients =
        new Clients() {
          @Override
          public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(B client) {
            if (endpoint != null) {
              client.endpointOverride(endpoint);
            }
            return client.region(region).credentialsProvider(credentials).build();
          }
        };
    Aws aws = new Aws(description, region, clock, builder, clients);
    aws.owned.add(clock::close);
    return aws;
  }

  String description() {
    return description;
  }

  Region region() {
    return region;
  }

  TimeKeeper time() {
    return time;
  }

  SpotBatch spotBatch() {
    return spotBatch;
  }

  BatchClient batch() {
    return batch;
  }

  Ec2Client ec2() {
    return ec2;
  }

  CloudWatchLogsClient logs() {
    return logs;
  }

  StsClient sts() {
    return sts;
  }

  @Override
  public void close() {
    owned.forEach(Runnable::run);
  }
}
