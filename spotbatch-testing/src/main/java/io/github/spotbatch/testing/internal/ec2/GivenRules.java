package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.ec2.GroupRule.Peer;
import io.github.spotbatch.testing.internal.ec2.GroupRule.PeerKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** The rules that a request is about, each checked as EC2 checks it. */
final class GivenRules {

  /**
   * One rule, with the part of the request that it comes from.
   *
   * @param description null if it has none
   */
  record Given(GroupRule rule, @Nullable String description, IpPermission permission) {}

  private final Ec2State state;

  GivenRules(Ec2State state) {
    this.state = state;
  }

  List<Given> of(
      Ec2Request request, SecurityGroup group, boolean egress, List<IpPermission> permissions) {
    List<Given> rules = new ArrayList<>();
    for (IpPermission permission : permissions) {
      rules.addAll(of(request, group, egress, permission));
    }
    if (rules.stream().map(Given::rule).distinct().count() < rules.size()) {
      throw Ec2Faults.invalidValue("The same permission must not appear multiple times");
    }
    return rules;
  }

  private List<Given> of(
      Ec2Request request, SecurityGroup group, boolean egress, IpPermission permission) {
    if (!permission.prefixListIds().isEmpty()) {
      throw Parameters.unsupported(request, "parameter", "IpPermissions.PrefixListIds");
    }
    PortRange range = PortRange.of(permission);
    List<Given> rules = new ArrayList<>();
    for (IpRange ip : permission.ipRanges()) {
      Peer peer = new Peer(PeerKind.IPV4, Cidrs.ipv4(String.valueOf(ip.cidrIp())));
      IpPermission part = only(permission).ipRanges(ip).build();
      rules.add(new Given(range.rule(egress, peer), ip.description(), part));
    }
    for (Ipv6Range ip : permission.ipv6Ranges()) {
      Peer peer = new Peer(PeerKind.IPV6, Cidrs.ipv6(String.valueOf(ip.cidrIpv6())));
      IpPermission part = only(permission).ipv6Ranges(ip).build();
      rules.add(new Given(range.rule(egress, peer), ip.description(), part));
    }
    for (UserIdGroupPair pair : permission.userIdGroupPairs()) {
      Peer peer = new Peer(PeerKind.GROUP, peer(request, group, pair));
      IpPermission part = only(permission).userIdGroupPairs(pair).build();
      rules.add(new Given(range.rule(egress, peer), pair.description(), part));
    }
    return rules;
  }

  private static IpPermission.Builder only(IpPermission permission) {
    return IpPermission.builder()
        .ipProtocol(permission.ipProtocol())
        .fromPort(permission.fromPort())
        .toPort(permission.toPort());
  }

  private String peer(Ec2Request request, SecurityGroup group, UserIdGroupPair pair) {
    String id = pair.groupId();
    boolean elsewhere = pair.userId() != null && !pair.userId().equals(state.account());
    if (id == null || elsewhere || pair.vpcPeeringConnectionId() != null) {
      throw Parameters.unsupported(request, "parameter", "IpPermissions.UserIdGroupPairs");
    }
    Ec2Checks.id(id, "sg", "InvalidGroupId.Malformed");
    SecurityGroup peer = state.securityGroup(id).orElseThrow(() -> Ec2Faults.noGroup(id));
    if (!peer.vpcId().equals(group.vpcId())) {
      throw Ec2Faults.of(
          "InvalidGroup.NotFound",
          "You have specified two resources that belong to different networks.");
    }
    return id;
  }
}
