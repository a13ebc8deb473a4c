package io.github.spotbatch.spec;

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

  /** {@return what Docker and the OCI specification call it} */
  public String dockerName() {
    return dockerName;
  }
}
