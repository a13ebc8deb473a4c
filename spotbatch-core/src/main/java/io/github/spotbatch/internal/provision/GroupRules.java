package io.github.spotbatch.internal.provision;

import io.github.spotbatch.internal.compile.Network;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * How the rules of a security group differ from those that EC2 gives a new one: all the way out,
 * and no way in. What else is let out is let out already, or by IPv6, which some VPCs have.
 */
final class GroupRules {

  private GroupRules() {}

  /** The requests that would make a new group's rules as they are. */
  static List<AwsRequest> asItIs(SecurityGroup group) {
    List<AwsRequest> requests = new ArrayList<>();
    if (!group.ipPermissions().isEmpty()) {
      requests.add(
          AuthorizeSecurityGroupIngressRequest.builder()
              .groupId(group.groupId())
              .ipPermissions(group.ipPermissions().stream().map(GroupRules::plain).toList())
              .build());
    }
    if (group.ipPermissionsEgress().stream().noneMatch(GroupRules::isAllTheWayOut)) {
      requests.add(
          RevokeSecurityGroupEgressRequest.builder()
              .groupId(group.groupId())
              .ipPermissions(Network.ALL_THE_WAY_OUT)
              .build());
    }
    return requests;
  }

  private static boolean isAllTheWayOut(IpPermission rule) {
    IpPermission all = Network.ALL_THE_WAY_OUT;
    return all.ipProtocol().equals(rule.ipProtocol())
        && rule.ipRanges().stream()
            .anyMatch(range -> all.ipRanges().get(0).cidrIp().equals(range.cidrIp()));
  }

  /** Without descriptions and what else EC2 only answers. */
  private static IpPermission plain(IpPermission rule) {
    IpPermission.Builder plain =
        IpPermission.builder()
            .ipProtocol(rule.ipProtocol())
            .fromPort(rule.fromPort())
            .toPort(rule.toPort());
    if (!rule.ipRanges().isEmpty()) {
      plain.ipRanges(
          rule.ipRanges().stream().map(it -> it.copy(i -> i.description(null))).toList());
    }
    if (!rule.ipv6Ranges().isEmpty()) {
      plain.ipv6Ranges(
          rule.ipv6Ranges().stream().map(it -> it.copy(i -> i.description(null))).toList());
    }
    if (!rule.prefixListIds().isEmpty()) {
      plain.prefixListIds(
          rule.prefixListIds().stream().map(it -> it.copy(i -> i.description(null))).toList());
    }
    if (!rule.userIdGroupPairs().isEmpty()) {
      plain.userIdGroupPairs(rule.userIdGroupPairs().stream().map(GroupRules::plain).toList());
    }
    return plain.build();
  }

  private static UserIdGroupPair plain(UserIdGroupPair pair) {
    return UserIdGroupPair.builder().userId(pair.userId()).groupId(pair.groupId()).build();
  }
}
