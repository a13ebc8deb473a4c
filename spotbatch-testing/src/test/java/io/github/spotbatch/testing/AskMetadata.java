package io.github.spotbatch.testing;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.imds.Ec2MetadataClient;
import software.amazon.awssdk.regions.internal.util.EC2MetadataUtils;

/** A job's program that asks its host by the SDK, as on AWS, until the host is to be taken. */
final class AskMetadata {

  private AskMetadata() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (Ec2MetadataClient client = Ec2MetadataClient.create()) {
      System.out.println("id=" + client.get("/latest/meta-data/instance-id").asString());
      System.out.println("zone=" + EC2MetadataUtils.getAvailabilityZone());
      System.out.println("region=" + EC2MetadataUtils.getEC2InstanceRegion());
      System.out.println("listed=" + client.get("/latest/meta-data/placement/").asList());
      while (true) {
        try {
          System.out.println("action=" + action(client));
          return;
        } catch (SdkClientException e) {
          System.out.println("not yet: " + e.getMessage());
        }
        Thread.sleep(20);
      }
    }
  }

  private static String action(Ec2MetadataClient client) {
    return client
        .get("/latest/meta-data/spot/instance-action")
        .asDocument()
        .asMap()
        .get("action")
        .asString();
  }
}
