package io.github.spotbatch.testing.internal;

import java.util.List;

/**
 * A part of AWS that knows nothing of the others: most of the world, China, or the US government.
 *
 * @param id such as {@code aws-cn}
 * @param dnsSuffix what its host names end in
 */
public record Partition(String id, String dnsSuffix) {

  private static final Partition WORLD = new Partition("aws", "amazonaws.com");

  /** The others, by how the names of their Regions begin. */
  private record Elsewhere(String regions, Partition partition) {}

  private static final List<Elsewhere> ELSEWHERE =
      List.of(
          new Elsewhere("cn-", new Partition("aws-cn", "amazonaws.com.cn")),
          new Elsewhere("us-gov-", new Partition("aws-us-gov", "amazonaws.com")),
          new Elsewhere("us-iso-", new Partition("aws-iso", "c2s.ic.gov")),
          new Elsewhere("us-isob-", new Partition("aws-iso-b", "sc2s.sgov.gov")),
          new Elsewhere("eu-isoe-", new Partition("aws-iso-e", "cloud.adc-e.uk")),
          new Elsewhere("us-isof-", new Partition("aws-iso-f", "csp.hci.ic.gov")),
          new Elsewhere("eusc-", new Partition("aws-eusc", "amazonaws.eu")));

  /** The partition that a Region is in. */
  public static Partition of(String region) {
    return ELSEWHERE.stream()
        .filter(it -> region.startsWith(it.regions()))
        .findFirst()
        .map(Elsewhere::partition)
        .orElse(WORLD);
  }

  /** The beginning of ARNs in a Region: all but the resource. */
  public String arnPrefix(String service, String region, String account) {
    return "arn:" + id + ":" + service + ":" + region + ":" + account + ":";
  }
}
