package io.github.spotbatch.testing.internal.ec2;

import java.math.BigDecimal;

/**
 * An instance type as one Region offers it.
 *
 * @param name such as {@code c5.large}
 * @param vcpus its virtual processors
 * @param memoryMib its memory as EC2 advertises it; ECS registers less
 * @param architecture {@code x86_64} or {@code arm64}
 * @param onDemandUsdPerHour Linux, On-Demand
 * @param spotUsdPerHour Linux, the Region's average Spot price
 * @param interruptionBucket 0 (rarely reclaimed) to 4 (often)
 */
public record InstanceType(
    String name,
    int vcpus,
    int memoryMib,
    String architecture,
    BigDecimal onDemandUsdPerHour,
    BigDecimal spotUsdPerHour,
    int interruptionBucket) {

  /** The part before the dot, such as {@code c5}. */
  public String family() {
    return name.substring(0, name.indexOf('.'));
  }

  /** The part after the dot, such as {@code large}. */
  public String size() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** How many NVIDIA GPUs it has. */
  public int gpus() {
    return switch (family()) {
      case "g4dn" -> size().equals("12xlarge") ? 4 : 1;
      case "g5" ->
          switch (size()) {
            case "12xlarge", "24xlarge" -> 4;
            case "48xlarge" -> 8;
            default -> 1;
          };
      default -> 0;
    };
  }
}
