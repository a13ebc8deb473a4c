package io.github.spotbatch.testing.internal.ec2;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of a security group lets pass, which is also what tells it from others.
 *
 * @param protocol a name or a number; {@code -1} is every one
 * @param fromPort with {@code toPort} the range of ports, or the type and code of ICMP; null where
 *     the protocol has none
 * @param peer the address range or the group on the other side
 */
record GroupRule(
    boolean egress,
    String protocol,
    @Nullable Integer fromPort,
    @Nullable Integer toPort,
    Peer peer) {

  static final String ALL = "-1";

  enum PeerKind {
    IPV4,
    IPV6,
    GROUP
  }

  /** The other side of a rule. */
  record Peer(PeerKind kind, String id) {

    boolean is(PeerKind other) {
      return kind == other;
    }
  }

  static GroupRule everything(boolean egress, Peer peer) {
    return new GroupRule(egress, ALL, null, null, peer);
  }

  /** EC2 counts IPv4 and IPv6 apart, and the rules with groups with either. */
  boolean countsWith(GroupRule other) {
    return egress == other.egress
        && (peer.is(other.peer.kind()) || peer.is(PeerKind.GROUP) || other.peer.is(PeerKind.GROUP));
  }

  /** As EC2's refusals speak of it. */
  @Override
  public String toString() {
    String name = protocol.equals(ALL) ? "ALL" : protocol.toUpperCase(Locale.ROOT);
    String ports = fromPort == null ? "" : ", from port: " + fromPort + ", to port: " + toPort;
    return "peer: " + peer.id() + ", " + name + ports + ", ALLOW";
  }
}
