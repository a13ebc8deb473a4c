package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.ec2.GroupRule.Peer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;

/** The protocol of a rule and its ports, or its type and code of ICMP, checked as EC2 does. */
record PortRange(String protocol, @Nullable Integer from, @Nullable Integer to) {

  private static final int LAST_PORT = 65_535;
  private static final int LAST_TYPE = 255;
  private static final int LAST_PROTOCOL = 255;
  private static final Map<String, String> NAMES =
      Map.of("6", "tcp", "17", "udp", "1", "icmp", "58", "icmpv6");
  private static final Set<String> WITH_PORTS = Set.of("tcp", "udp");
  private static final Set<String> OF_ICMP = Set.of("icmp", "icmpv6");

  static PortRange of(IpPermission permission) {
    String protocol = protocol(permission.ipProtocol());
    Integer from = permission.fromPort();
    Integer to = permission.toPort();
    if (WITH_PORTS.contains(protocol)) {
      return ports(protocol, from, to);
    }
    // Every other protocol has all of its traffic pass, whatever ports are given.
    return OF_ICMP.contains(protocol)
        ? icmp(protocol, from, to)
        : new PortRange(protocol, null, null);
  }

  GroupRule rule(boolean egress, Peer peer) {
    return new GroupRule(egress, protocol, from, to, peer);
  }

  private static String protocol(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      // The text is not known.
      throw Ec2Faults.missing("ipProtocol");
    }
    String name = given.toLowerCase(Locale.ROOT);
    String protocol = NAMES.getOrDefault(name, name);
    boolean known =
        protocol.equals(GroupRule.ALL)
            || NAMES.containsValue(protocol)
            || (protocol.matches("\\d{1,3}") && Integer.parseInt(protocol) <= LAST_PROTOCOL);
    if (!known) {
      throw Ec2Faults.invalidValue(
          "Invalid value '" + given + "' for IP protocol. Unknown protocol.");
    }
    return protocol;
  }

  private static PortRange ports(String protocol, @Nullable Integer from, @Nullable Integer to) {
    if (from == null || to == null) {
      throw Ec2Faults.invalidValue(
          "Invalid value for portRange. Must specify both from and to ports with TCP/UDP.");
    }
    requireWithin("TCP/UDP (from) port", from, 0, LAST_PORT);
    requireWithin("TCP/UDP (to) port", to, 0, LAST_PORT);
    if (from > to) {
      throw Ec2Faults.invalidValue("Invalid TCP/UDP port range (" + from + ":" + to + ")");
    }
    return new PortRange(protocol, from, to);
  }

  private static PortRange icmp(String protocol, @Nullable Integer from, @Nullable Integer to) {
    // ICMPv6 may leave both out, which is all types.
    if (from == null && to == null && protocol.equals("icmpv6")) {
      return new PortRange(protocol, -1, -1);
    }
    if (from == null || to == null) {
      throw Ec2Faults.invalidValue(
          "Invalid value for portRange. Must specify both from and to ports with ICMP.");
    }
    requireWithin("ICMP type", from, -1, LAST_TYPE);
    requireWithin("ICMP code", to, -1, LAST_TYPE);
    return new PortRange(protocol, from, to);
  }

  private static void requireWithin(String what, int value, int first, int last) {
    if (value < first || value > last) {
      throw Ec2Faults.invalidValue(what + " (" + value + ") out of range");
    }
  }
}
