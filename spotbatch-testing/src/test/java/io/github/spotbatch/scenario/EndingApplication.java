package io.github.spotbatch.scenario;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.spec.JobRequest;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** A program that ends with its jobs unfinished. */
final class EndingApplication {

  private EndingApplication() {}

  /** Submits to the AWS at {@code args[0]}, and prints the ids of the jobs. */
  public static void main(String[] args) {
    SpotBatch open = spotBatch(URI.create(args[0]));
    System.out.println(submit(open, "open"));
    System.out.println(submit(open, "open-too"));
    try (SpotBatch closed = spotBatch(URI.create(args[0]))) {
      System.out.println(submit(closed, "closed"));
    }
  }

  private static SpotBatch spotBatch(URI endpoint) {
    return SpotBatch.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("fake", "fake")))
        .stopJobsOnShutdown("the application ended")
        .build();
  }

  private static String submit(SpotBatch spotBatch, String name) {
    return spotBatch
        .queue(HandMadeQueue.QUEUE)
        .submit(JobRequest.builder(HandMadeQueue.DEFINITION).jobName(name).build())
        .id();
  }
}
