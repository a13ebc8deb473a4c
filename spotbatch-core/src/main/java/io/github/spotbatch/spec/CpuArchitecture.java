package io.github.spotbatch.spec;

import java.util.Objects;
import java.util.Optional;

/**
 * The CPU architecture of instances, and of the images that run on them.
 *
 * <p>EC2 and Docker call them differently. Source: Amazon EC2 API reference, ArchitectureType; OCI
 * image specification, platform.
 */
public enum CpuArchitecture {
  /** Intel and AMD; Docker calls it amd64. */
  X86_64("amd64"),
  /** Graviton; Docker calls it arm64. */
  ARM64("arm64");

  private final String dockerName;

  CpuArchitecture(String dockerName) {
    this.dockerName = dockerName;
  }

  /**
   * The CPU architecture of what a compute environment may name as its instances: a type such as
   * c5.large, a family such as c5, or a bundle such as default_arm64. Only the name is looked at,
   * so a type need not exist.
   *
   * @param instanceType as AWS Batch writes it
   * @return the architecture; empty if the name does not tell, as that of the bundle optimal, which
   *     leaves the choice to Batch, and of what is no name of a type, family or bundle
   */
  public static Optional<CpuArchitecture> ofInstanceType(String instanceType) {
    return InstanceTypes.architecture(Objects.requireNonNull(instanceType, "instanceType"));
  }

  /** {@return what Docker and the OCI specification call it} */
  public String dockerName() {
    return dockerName;
  }
}
