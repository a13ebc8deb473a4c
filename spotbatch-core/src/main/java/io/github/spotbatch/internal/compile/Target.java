package io.github.spotbatch.internal.compile;

import java.util.List;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where a stack goes: what has to be read from AWS before a spec can be compiled.
 *
 * @param securityGroupIds the user's own; empty if the stack makes one
 */
public record Target(
    String account,
    String region,
    String partition,
    String vpcId,
    List<String> subnetIds,
    List<String> securityGroupIds) {

  public Target {
    subnetIds = List.copyOf(subnetIds);
    securityGroupIds = List.copyOf(securityGroupIds);
  }

  /** The host of the account's own registry of images in this Region. */
  public String registryHost() {
    String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
    return account + ".dkr.ecr." + region + "." + suffix;
  }

  public String roleArn(String roleName) {
    return iamArn("role" + Names.IAM_PATH + roleName);
  }

  public String instanceProfileArn(String profileName) {
    return iamArn("instance-profile" + Names.IAM_PATH + profileName);
  }

  /** One of AWS's own managed policies, which all stand under {@code service-role/}. */
  public String managedPolicyArn(String policyName) {
    return "arn:" + partition + ":iam::aws:policy/service-role/" + policyName;
  }

  /** The ARN of something that is in a Region, or a pattern of some. */
  String arn(String service, String resource) {
    return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
  }

  private String iamArn(String resource) {
    return "arn:" + partition + ":iam::" + account + ":" + resource;
  }
}
