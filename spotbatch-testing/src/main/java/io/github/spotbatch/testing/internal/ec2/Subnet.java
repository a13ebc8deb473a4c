package io.github.spotbatch.testing.internal.ec2;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A subnet: one zone's part of a VPC.
 *
 * @param network the first address, such as {@code 172.31.16.0}; every subnet of the fake is a /20
 * @param tags live: tagging changes it
 */
public record Subnet(
    String id,
    String vpcId,
    Zone zone,
    String network,
    boolean isDefault,
    Map<String, String> tags) {

  /** Addresses of a /20 without the five that AWS keeps. */
  static final int ADDRESSES = 4091;

  Subnet(String id, String vpcId, Zone zone, String network, boolean isDefault) {
    this(id, vpcId, zone, network, isDefault, new LinkedHashMap<>());
  }

  String cidr() {
    return network + "/20";
  }

  /** The address of the host with this number, from 0; AWS keeps the first four for itself. */
  String address(int host) {
    String[] bytes = network.split("\\.", -1);
    int offset = host % ADDRESSES + 4;
    int third = Integer.parseInt(bytes[2]) + offset / 256;
    return bytes[0] + "." + bytes[1] + "." + third + "." + offset % 256;
  }
}
