package io.github.spotbatch.scenario;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.time.WallClock;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** An application that only submits jobs, and so has only two of the SDK's service jars. */
final class SubmittingApplication {

  private SubmittingApplication() {}

  /** Submits a job to the AWS at {@code args[0]}, and prints what became of it. */
  public static void main(String[] args) {
    URI endpoint = URI.create(args[0]);
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("fake", "fake"));
    try (BatchClient batch =
            BatchClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        CloudWatchLogsClient logs =
            CloudWatchLogsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        WallClock clock = WallClock.scaled(NoOtherJarsTest.SPEED);
        SpotBatch spotBatch =
            SpotBatch.builder()
                .batchClient(batch)
                .cloudWatchLogsClient(logs)
                .timeKeeper(clock)
                .build()) {
      JobHandle job =
          spotBatch
              .queue(HandMadeQueue.QUEUE)
              .submit(
                  JobRequest.builder(HandMadeQueue.DEFINITION)
                      .jobName("frame-12")
                      .retryPolicy(RetryPolicy.spotInterruptions())
                      .build());
      System.out.println("state: " + job.await(Duration.ofHours(12)).state());
      job.logs().forEach(line -> System.out.println("line: " + line.message()));
      printHost(job);
      System.out.println("hosts: " + job.investigate().attempts().get(0).host());
    }
  }

  private static void printHost(JobHandle job) {
    try {
      System.out.println("host: " + job.host());
    } catch (SpotBatchException e) {
      System.out.println("host: " + e.getMessage());
    }
  }
}
