package io.github.spotbatch.testing;

import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.batch.BatchAsyncClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrAsyncClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeAsyncClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamAsyncClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A client of every service, whichever way each of them leads into the world. */
record Services(
    BatchClient batch,
    Ec2Client ec2,
    EcrClient ecr,
    EcsClient ecs,
    EventBridgeClient events,
    IamClient iam,
    CloudWatchLogsClient logs,
    SecretsManagerClient secrets,
    StsClient sts) {

  /** Makes a synchronous client. */
  interface Sync {
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C of(B builder);
  }

  /** Makes an asynchronous client. */
  interface Async {
    <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C of(B builder);
  }

  /** Makes a client of an interface. */
  interface Typed {
    <C extends SdkClient> C of(Class<C> type);
  }

  static Services sync(Sync client) {
    return new Services(
        client.of(BatchClient.builder()),
        client.of(Ec2Client.builder()),
        client.of(EcrClient.builder()),
        client.of(EcsClient.builder()),
        client.of(EventBridgeClient.builder()),
        client.of(IamClient.builder()),
        client.of(CloudWatchLogsClient.builder()),
        client.of(SecretsManagerClient.builder()),
        client.of(StsClient.builder()));
  }

  static Services async(Async client) {
    return new Services(
        Joined.as(BatchClient.class, client.of(BatchAsyncClient.builder())),
        Joined.as(Ec2Client.class, client.of(Ec2AsyncClient.builder())),
        Joined.as(EcrClient.class, client.of(EcrAsyncClient.builder())),
        Joined.as(EcsClient.class, client.of(EcsAsyncClient.builder())),
        Joined.as(EventBridgeClient.class, client.of(EventBridgeAsyncClient.builder())),
        Joined.as(IamClient.class, client.of(IamAsyncClient.builder())),
        Joined.as(CloudWatchLogsClient.class, client.of(CloudWatchLogsAsyncClient.builder())),
        Joined.as(SecretsManagerClient.class, client.of(SecretsManagerAsyncClient.builder())),
        Joined.as(StsClient.class, client.of(StsAsyncClient.builder())));
  }

  static Services typed(Typed client) {
    return new Services(
        client.of(BatchClient.class),
        client.of(Ec2Client.class),
        client.of(EcrClient.class),
        client.of(EcsClient.class),
        client.of(EventBridgeClient.class),
        client.of(IamClient.class),
        client.of(CloudWatchLogsClient.class),
        client.of(SecretsManagerClient.class),
        client.of(StsClient.class));
  }

  static Services typedAsync(Typed client) {
    return new Services(
        Joined.as(BatchClient.class, client.of(BatchAsyncClient.class)),
        Joined.as(Ec2Client.class, client.of(Ec2AsyncClient.class)),
        Joined.as(EcrClient.class, client.of(EcrAsyncClient.class)),
        Joined.as(EcsClient.class, client.of(EcsAsyncClient.class)),
        Joined.as(EventBridgeClient.class, client.of(EventBridgeAsyncClient.class)),
        Joined.as(IamClient.class, client.of(IamAsyncClient.class)),
        Joined.as(CloudWatchLogsClient.class, client.of(CloudWatchLogsAsyncClient.class)),
        Joined.as(SecretsManagerClient.class, client.of(SecretsManagerAsyncClient.class)),
        Joined.as(StsClient.class, client.of(StsAsyncClient.class)));
  }
}
