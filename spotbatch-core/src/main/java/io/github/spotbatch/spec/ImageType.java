package io.github.spotbatch.spec;

/**
 * The kind of machine image that Batch picks for the instances of an environment.
 *
 * <p>Amazon Linux 2 is not offered: Batch refuses it for new environments. In both of these,
 * requests for an instance's metadata need a token (IMDSv2), and answers may take two hops, so that
 * jobs reach the role of their instance. Source: AWS Batch API reference, Ec2Configuration.
 */
public enum ImageType {
  /** Amazon Linux 2023, for everything but GPUs. */
  ECS_AL2023,
  /** Amazon Linux 2023 with the NVIDIA drivers, for instance types with GPUs. */
  ECS_AL2023_NVIDIA
}
