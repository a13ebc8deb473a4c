package io.github.spotbatch.internal.compile;

import java.util.List;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where a stack goes: what has to be read from AWS before a spec can be compiled.
 *
 * @param securityGroupIds the user's own; empty if the stack makes one
 * @param spotRole whether the account has the role that Spot instances need; looked for only where
 *     the stack has some
 */
public record Target(
    String account,
    String region,
    String partition,
    String vpcId,
    List<String> subnetIds,
    List<String> securityGroupIds,
    SpotRole.Presence spotRole) {

  public Target {
    subnetIds = List.copyOf(subnetIds);
    securityGroupIds = List.copyOf(securityGroupIds);
  }

  public Target(
      String account,
      String region,
      String partition,
      String vpcId,
      List<String> subnetIds,
      List<String> securityGroupIds) {
    this(account, region, partition, vpcId, subnetIds, securityGroupIds, SpotRole.Presence.THERE);
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
