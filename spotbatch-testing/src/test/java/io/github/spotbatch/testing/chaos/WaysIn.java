package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.testing.FakeAws;
import java.util.Random;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients of a world as programs have them. */
final class WaysIn {

  private WaysIn() {}

  /** Sends nothing twice by itself. */
  static BatchClient realBatch(FakeAws aws) {
    return aws.client(
        BatchClient.builder()
            .overrideConfiguration(it -> it.retryStrategy(AwsRetryStrategy.doNotRetry())));
  }

  /**
   * A spotbatch with the retries of real clients, which do not wait on the wall clock; without
   * faults there is nothing to retry, and clients without a wire do.
   */
  static SpotBatch spotBatch(FakeAws aws, boolean real) {
    SpotBatch.Builder builder = real ? aws.spotBatchBuilder() : typed(aws);
    return builder
        .timeKeeper(aws.time())
        .imageSource(aws.imageSource())
        .randomGenerator(new Random(1))
        .build();
  }

  private static SpotBatch.Builder typed(FakeAws aws) {
    return SpotBatch.builder()
        .batchClient(aws.typedClient(BatchClient.class))
        .cloudWatchLogsClient(aws.typedClient(CloudWatchLogsClient.class))
        .ec2Client(aws.typedClient(Ec2Client.class))
        .ecrClient(aws.typedClient(EcrClient.class))
        .iamClient(aws.typedClient(IamClient.class))
        .stsClient(aws.typedClient(StsClient.class));
  }
}
