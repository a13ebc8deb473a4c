package io.github.spotbatch.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pool of EC2 instances that Batch starts and stops as its queues need them.
 *
 * <p>Batch calls it a managed compute environment. Immutable and thread-safe. Facts about Batch:
 * AWS Batch API reference, ComputeResource.
 */
public sealed interface ComputeEnvironmentSpec
    permits SpotComputeEnvironment, OnDemandComputeEnvironment {
  /** {@return the name within the stack} */
  String name();

  /**
   * {@return the number of vCPUs that is kept running, and paid for, even without jobs; default 0;
   * Batch calls it minvCpus}
   */
  int minVcpus();

  /**
   * {@return the number of vCPUs that is not exceeded, but by one instance; required; Batch calls
   * it maxvCpus}
   */
  OptionalInt maxVcpus();

  /**
   * {@return the number of vCPUs to start with; default none, Batch starts with the minimum; Batch
   * moves it as jobs come and go and calls it desiredvCpus}
   */
  OptionalInt desiredVcpus();

  /**
   * {@return what instances may be used: types such as c5.large, families such as c5, or the
   * bundles default_x86_64, default_arm64 and optimal; all of one CPU architecture; default
   * default_x86_64}
   */
  List<String> instanceTypes();

  /** {@return the CPU architecture of the instance types; optimal counts as x86_64} */
  default CpuArchitecture cpuArchitecture() {
    boolean arm = instanceTypes().stream().anyMatch(InstanceTypes::isArm);
    return arm ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64;
  }

  /**
   * {@return the kind of machine image; default ECS_AL2023, in which requests for the instance's
   * metadata need a token (IMDSv2) and answers may take two hops, so that jobs reach the role of
   * their instance}
   */
  ImageType imageType();

  /**
   * {@return the machine image to use instead of the one that Batch picks; default none; Batch
   * calls it imageIdOverride}
   */
  Optional<String> imageId();

  /**
   * {@return the disk that the instances start from; default none, which is that of the machine
   * image; one that is given takes a launch template}
   */
  Optional<InstanceVolumeSpec> instanceVolume();

  /**
   * {@return the role that Batch itself works with; default none, which is the account's
   * service-linked role; a role of one's own rules out infrastructure updates for ever}
   */
  Optional<RoleSpec> serviceRole();

  /**
   * {@return the role of the instances, wrapped in an instance profile; default a role named
   * "instance"; an existing one is given by the ARN of its instance profile}
   */
  RoleSpec instanceRole();

  /** {@return the EC2 key pair for logging in to the instances; default none} */
  Optional<String> ec2KeyPair();

  /** {@return the EC2 placement group of the instances; default none} */
  Optional<String> placementGroup();

  /**
   * {@return tags for the EC2 instances, added to those of the stack; default none; changing them
   * later replaces all instances}
   */
  Map<String, String> instanceTags();

  /** {@return the environment's own tags, added to those of the stack; default none} */
  Map<String, String> tags();
}
