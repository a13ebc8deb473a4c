package io.github.spotbatch.testing.internal.report;

import java.util.Comparator;

/**
 * Where hosts of one kind and price come from: an instance type in a zone of an account, on Spot or
 * On-Demand. Of Fargate, which has no hosts, each account and Region is one.
 *
 * @param account twelve digits
 * @param zone such as {@code us-east-1a}; of Fargate, the Region
 * @param instanceType such as {@code c5.large}; of Fargate, that word
 * @param vcpus of each host; of Fargate, 0
 */
public record HostKind(String account, String zone, String instanceType, int vcpus, boolean spot)
    implements Comparable<HostKind> {

  static final String FARGATE = "Fargate";

  private static final Comparator<HostKind> ORDER =
      Comparator.comparing(HostKind::account)
          .thenComparing(HostKind::instanceType)
          .thenComparing(HostKind::zone)
          .thenComparing(HostKind::spot);

  static HostKind fargate(String account, String region, boolean spot) {
    return new HostKind(account, region, FARGATE, 0, spot);
  }

  boolean onFargate() {
    return vcpus == 0;
  }

  String market() {
    return spot ? "Spot" : "On-Demand";
  }

  @Override
  public int compareTo(HostKind other) {
    return ORDER.compare(this, other);
  }
}
