package io.github.spotbatch.spec;

import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * The disk that the instances of an environment start from, where it is to differ from that of
 * their machine image; the containers of all jobs on an instance share it.
 *
 * <p>It takes an EC2 launch template, which spotbatch makes, and in which the instances' metadata
 * is then protected as in Amazon Linux 2023's own images: requests need a token (IMDSv2), and
 * answers may take two hops, so that jobs reach the role of their instance. It is of type gp3 and
 * deleted with its instance. Changing it replaces all instances. Immutable and thread-safe. Facts
 * about EC2: Amazon EC2 API reference, RequestLaunchTemplateData.
 */
@Value.Immutable
public sealed interface InstanceVolumeSpec permits ImmutableInstanceVolumeSpec {
  /**
   * Starts a disk.
   *
   * @return a builder for an encrypted disk of the image's own size
   */
  static Builder builder() {
    return ImmutableInstanceVolumeSpec.builder();
  }

  /** {@return the size in GiB; default that of the machine image, of AWS's own 30} */
  OptionalInt sizeGiB();

  /** {@return whether it is encrypted; default true} */
  @Value.Default
  default boolean encrypted() {
    return true;
  }

  /**
   * {@return the KMS key that it is encrypted with; default none, so that it is the account's key
   * for EBS}
   */
  Optional<String> kmsKeyId();

  /**
   * {@return the name under which the machine image knows the disk that it starts from; default
   * /dev/xvda, as AWS's own images have it}
   */
  @Value.Default
  default String deviceName() {
    return "/dev/xvda";
  }

  /** {@return a builder that holds this disk's values} */
  default Builder toBuilder() {
    return ImmutableInstanceVolumeSpec.builder().from(this);
  }

  /** Builds an {@link InstanceVolumeSpec}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets the size.
     *
     * @param gib from 1 to 16384, at least as much as the machine image needs; default what that
     *     needs, which is 30 for AWS's own
     * @return this builder
     * @see InstanceVolumeSpec#sizeGiB()
     */
    public abstract Builder sizeGiB(int gib);

    /**
     * Sets whether the disk is encrypted.
     *
     * @param encrypted default true; accounts can encrypt all disks whatever is said here
     * @return this builder
     * @see InstanceVolumeSpec#encrypted()
     */
    public abstract Builder encrypted(boolean encrypted);

    /**
     * Sets the KMS key that the disk is encrypted with.
     *
     * @param keyId id, ARN or alias of a key; the key's policy must let the service-linked roles of
     *     EC2 Auto Scaling and EC2 Spot use it, or no instance ever starts
     * @return this builder
     * @see InstanceVolumeSpec#kmsKeyId()
     */
    public abstract Builder kmsKeyId(String keyId);

    /**
     * Sets the name under which the machine image knows the disk that it starts from.
     *
     * @param deviceName default {@code /dev/xvda}; under another name than the image's, the
     *     instances get a second disk
     * @return this builder
     * @see InstanceVolumeSpec#deviceName()
     */
    public abstract Builder deviceName(String deviceName);

    /**
     * Makes the disk.
     *
     * @return the disk
     * @throws InvalidSpecException if EC2 would refuse it; lists every problem
     */
    public InstanceVolumeSpec build() {
      InstanceVolumeSpec volume = create();
      Problems problems = Problems.in("instanceVolume");
      problems.requireRange("sizeGiB", volume.sizeGiB(), 1, 16_384);
      problems.requireForm("kmsKeyId", volume.kmsKeyId(), Form.KMS_KEY);
      problems.requireForm("deviceName", volume.deviceName(), Form.DEVICE_NAME);
      boolean used = volume.encrypted() || volume.kmsKeyId().isEmpty();
      String key = volume.kmsKeyId().orElse("");
      problems.require(used, "kmsKeyId", key, "must not be given for a disk that is not encrypted");
      problems.throwIfAny();
      return volume;
    }

    abstract InstanceVolumeSpec create();
  }
}
