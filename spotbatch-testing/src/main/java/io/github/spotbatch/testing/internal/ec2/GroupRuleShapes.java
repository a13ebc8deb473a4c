package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.ec2.GroupRule.PeerKind;
import io.github.spotbatch.testing.internal.ec2.GroupRules.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** The rules of security groups in the SDK's shapes. */
final class GroupRuleShapes {

  private final Ec2State state;

  GroupRuleShapes(Ec2State state) {
    this.state = state;
  }

  /** As DescribeSecurityGroups shows them: those of one protocol and range together. */
  List<IpPermission> permissions(List<Entry> rules) {
    Map<PortRange, List<Entry>> byRange = new LinkedHashMap<>();
    for (Entry entry : rules) {
      GroupRule rule = entry.rule();
      PortRange range = new PortRange(rule.protocol(), rule.fromPort(), rule.toPort());
      byRange.computeIfAbsent(range, r -> new ArrayList<>()).add(entry);
    }
    return byRange.entrySet().stream()
        .map(range -> permission(range.getKey(), range.getValue()))
        .toList();
  }

  private IpPermission permission(PortRange range, List<Entry> rules) {
    IpPermission.Builder permission =
        IpPermission.builder()
            .ipProtocol(range.protocol())
            .fromPort(range.from())
            .toPort(range.to());
    List<IpRange> ipv4 = of(PeerKind.IPV4, rules).map(GroupRuleShapes::ipv4).toList();
    List<Ipv6Range> ipv6 = of(PeerKind.IPV6, rules).map(GroupRuleShapes::ipv6).toList();
    List<UserIdGroupPair> groups = of(PeerKind.GROUP, rules).map(this::group).toList();
    if (!ipv4.isEmpty()) {
      permission.ipRanges(ipv4);
    }
    if (!ipv6.isEmpty()) {
      permission.ipv6Ranges(ipv6);
    }
    if (!groups.isEmpty()) {
      permission.userIdGroupPairs(groups);
    }
    return permission.build();
  }

  private static IpRange ipv4(Entry entry) {
    return IpRange.builder()
        .cidrIp(entry.rule().peer().id())
        .description(description(entry))
        .build();
  }

  private static Ipv6Range ipv6(Entry entry) {
    return Ipv6Range.builder()
        .cidrIpv6(entry.rule().peer().id())
        .description(description(entry))
        .build();
  }

  private UserIdGroupPair group(Entry entry) {
    return UserIdGroupPair.builder()
        .userId(state.account())
        .groupId(entry.rule().peer().id())
        .description(description(entry))
        .build();
  }

  SecurityGroupRule rule(SecurityGroup group, Entry entry) {
    GroupRule rule = entry.rule();
    var builder =
        SecurityGroupRule.builder()
            .securityGroupRuleId(entry.id())
            .securityGroupRuleArn(state.arn("security-group-rule/" + entry.id()))
            .groupId(group.id())
            .groupOwnerId(state.account())
            .isEgress(rule.egress())
            .ipProtocol(rule.protocol())
            .fromPort(port(rule.fromPort()))
            .toPort(port(rule.toPort()))
            .description(description(entry));
    String peer = rule.peer().id();
    return switch (rule.peer().kind()) {
      case IPV4 -> builder.cidrIpv4(peer).build();
      case IPV6 -> builder.cidrIpv6(peer).build();
      case GROUP ->
          builder.referencedGroupInfo(it -> it.groupId(peer).userId(state.account())).build();
    };
  }

  RevokedSecurityGroupRule revoked(SecurityGroup group, Entry entry) {
    GroupRule rule = entry.rule();
    var builder =
        RevokedSecurityGroupRule.builder()
            .securityGroupRuleId(entry.id())
            .groupId(group.id())
            .isEgress(rule.egress())
            .ipProtocol(rule.protocol())
            .fromPort(port(rule.fromPort()))
            .toPort(port(rule.toPort()))
            .description(description(entry));
    String peer = rule.peer().id();
    return switch (rule.peer().kind()) {
      case IPV4 -> builder.cidrIpv4(peer).build();
      case IPV6 -> builder.cidrIpv6(peer).build();
      case GROUP -> builder.referencedGroupId(peer).build();
    };
  }

  private static Stream<Entry> of(PeerKind kind, List<Entry> rules) {
    return rules.stream().filter(entry -> entry.rule().peer().is(kind));
  }

  // Rules, unlike permissions, say -1 where there are no ports.
  private static int port(@Nullable Integer port) {
    return port == null ? -1 : port;
  }

  private static @Nullable String description(Entry entry) {
    return entry.description().isEmpty() ? null : entry.description();
  }
}
