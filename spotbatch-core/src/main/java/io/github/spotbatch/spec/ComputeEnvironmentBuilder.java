package io.github.spotbatch.spec;

import java.util.List;
import java.util.Map;

/**
 * What the builders of all compute environments have in common. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract class ComputeEnvironmentBuilder<B> {
  ComputeEnvironmentBuilder() {}

  /**
   * Sets the number of vCPUs that is kept running even without jobs.
   *
   * @param vcpus at least 0; default 0
   * @return this builder
   * @see ComputeEnvironmentSpec#minVcpus()
   */
  public abstract B minVcpus(int vcpus);

  /**
   * Sets the number of vCPUs that is not exceeded, but by one instance. Required.
   *
   * @param vcpus at least the minimum
   * @return this builder
   * @see ComputeEnvironmentSpec#maxVcpus()
   */
  public abstract B maxVcpus(int vcpus);

  /**
   * Sets the number of vCPUs to start with.
   *
   * @param vcpus between the minimum and the maximum; default: left to Batch
   * @return this builder
   * @see ComputeEnvironmentSpec#desiredVcpus()
   */
  public abstract B desiredVcpus(int vcpus);

  /**
   * Sets what instances may be used.
   *
   * @param types types, families or bundles of one CPU architecture; default {@code default_x86_64}
   * @return this builder
   * @see ComputeEnvironmentSpec#instanceTypes()
   */
  public B instanceTypes(String... types) {
    return instanceTypes(List.of(types));
  }

  /**
   * Sets what instances may be used.
   *
   * @param types types, families or bundles of one CPU architecture; default {@code default_x86_64}
   * @return this builder
   * @see ComputeEnvironmentSpec#instanceTypes()
   */
  public abstract B instanceTypes(Iterable<String> types);

  /**
   * Sets the kind of machine image.
   *
   * @param imageType default {@link ImageType#ECS_AL2023}
   * @return this builder
   * @see ComputeEnvironmentSpec#imageType()
   */
  public abstract B imageType(ImageType imageType);

  /**
   * Sets the machine image to use instead of the one that Batch picks.
   *
   * @param imageId an id such as {@code ami-0123456789abcdef0}
   * @return this builder
   * @see ComputeEnvironmentSpec#imageId()
   */
  public abstract B imageId(String imageId);

  /**
   * Sets the disk that the instances start from.
   *
   * @param volume its size and encryption, where those of the machine image are not wanted
   * @return this builder
   * @see ComputeEnvironmentSpec#instanceVolume()
   */
  public abstract B instanceVolume(InstanceVolumeSpec volume);

  /**
   * Sets the role that Batch itself works with, instead of the account's service-linked role.
   *
   * @param role the role; with it, changing the instances in place is impossible for ever
   * @return this builder
   * @see ComputeEnvironmentSpec#serviceRole()
   */
  public abstract B serviceRole(RoleSpec role);

  /**
   * Sets the role of the instances.
   *
   * @param role the role, or {@link RoleSpec#existing} with the ARN of an instance profile
   * @return this builder
   * @see ComputeEnvironmentSpec#instanceRole()
   */
  public abstract B instanceRole(RoleSpec role);

  /**
   * Sets the EC2 key pair for logging in to the instances.
   *
   * @param keyPair the name of a key pair of the Region
   * @return this builder
   * @see ComputeEnvironmentSpec#ec2KeyPair()
   */
  public abstract B ec2KeyPair(String keyPair);

  /**
   * Sets the EC2 placement group of the instances.
   *
   * @param placementGroup the name of a placement group of the Region
   * @return this builder
   * @see ComputeEnvironmentSpec#placementGroup()
   */
  public abstract B placementGroup(String placementGroup);

  /**
   * Adds a tag for the EC2 instances.
   *
   * @param key 1 to 128 characters, starting neither with {@code aws:} nor with {@code spotbatch:}
   * @param value at most 256 characters
   * @return this builder
   * @see ComputeEnvironmentSpec#instanceTags()
   */
  public B instanceTag(String key, String value) {
    return putInstanceTag(key, value);
  }

  abstract B putInstanceTag(String key, String value);

  /**
   * Sets the tags for the EC2 instances.
   *
   * @param tags values by key
   * @return this builder
   * @see ComputeEnvironmentSpec#instanceTags()
   */
  public abstract B instanceTags(Map<String, ? extends String> tags);

  /**
   * Adds a tag for the environment itself.
   *
   * @param key 1 to 128 characters, starting neither with {@code aws:} nor with {@code spotbatch:}
   * @param value at most 256 characters
   * @return this builder
   * @see ComputeEnvironmentSpec#tags()
   */
  public B tag(String key, String value) {
    return putTag(key, value);
  }

  abstract B putTag(String key, String value);

  /**
   * Sets the tags for the environment itself.
   *
   * @param tags values by key
   * @return this builder
   * @see ComputeEnvironmentSpec#tags()
   */
  public abstract B tags(Map<String, ? extends String> tags);
}
