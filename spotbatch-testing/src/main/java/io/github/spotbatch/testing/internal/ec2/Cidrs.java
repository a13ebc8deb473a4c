package io.github.spotbatch.testing.internal.ec2;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Address ranges, as EC2 keeps them. */
final class Cidrs {

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private Cidrs() {}

  /** A range of IPv4, its bits beyond the prefix cleared as EC2 clears them. */
  static String ipv4(String cidr) {
    if (!cidr.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
      throw malformed(cidr);
    }
    String[] parts = cidr.split("[./]", -1);
    int bits = Integer.parseInt(parts[4]);
    long address = 0;
    for (int i = 0; i < 4; i++) {
      int octet = Integer.parseInt(parts[i]);
      if (octet > 255 || bits > IPV4_BITS) {
        throw malformed(cidr);
      }
      address = address << 8 | octet;
    }
    long network = address >> (IPV4_BITS - bits) << (IPV4_BITS - bits);
    return String.format(
        Locale.ROOT,
        "%d.%d.%d.%d/%d",
        network >> 24,
        network >> 16 & 255,
        network >> 8 & 255,
        network & 255,
        bits);
  }

  /** A range of IPv6 in small letters; how else EC2 would write it is left to the caller. */
  static String ipv6(String cidr) {
    if (!cidr.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/\\d{1,3}")) {
      throw malformed(cidr);
    }
    int slash = cidr.indexOf('/');
    try {
      // Never a name: it has a colon.
      InetAddress unused = InetAddress.getByName(cidr.substring(0, slash));
    } catch (UnknownHostException e) {
      throw malformed(cidr);
    }
    if (Integer.parseInt(cidr.substring(slash + 1)) > IPV6_BITS) {
      throw malformed(cidr);
    }
    return cidr.toLowerCase(Locale.ROOT);
  }

  private static AwsServiceException malformed(String cidr) {
    return Ec2Faults.invalidValue("CIDR block " + cidr + " is malformed");
  }
}
