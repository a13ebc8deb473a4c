package io.github.spotbatch.spec;

import java.util.Optional;
import org.immutables.value.Value;

/**
 * An Amazon EFS file system, shared by all jobs that mount it.
 *
 * <p>Batch calls it an EFSVolumeConfiguration. Immutable and thread-safe. Source: AWS Batch API
 * reference, EFSVolumeConfiguration.
 */
@Value.Immutable
public sealed interface EfsVolume extends VolumeSpec permits ImmutableEfsVolume {
  /**
   * Starts a volume.
   *
   * @param name the name by which mount points refer to it
   * @param fileSystemId for example {@code fs-0123456789abcdef0}
   * @return a builder with every option at its default
   */
  static Builder builder(String name, String fileSystemId) {
    return ImmutableEfsVolume.builder().name(name).fileSystemId(fileSystemId);
  }

  /** {@return the id of the file system} */
  String fileSystemId();

  /** {@return the directory that is seen as the root; default the file system's root} */
  Optional<String> rootDirectory();

  /** {@return the access point to go through; default none; needs transit encryption} */
  Optional<String> accessPointId();

  /** {@return whether data is encrypted on its way; default true} */
  @Value.Default
  default boolean transitEncryption() {
    return true;
  }

  /**
   * {@return whether the job role decides about access; default false; needs transit encryption}
   */
  @Value.Default
  default boolean iamAuthorization() {
    return false;
  }

  /** {@return a builder that holds this volume's values} */
  default Builder toBuilder() {
    return ImmutableEfsVolume.builder().from(this);
  }

  /** Builds an {@link EfsVolume}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets the directory that is seen as the root.
     *
     * @param path an absolute path of at most 4096 characters; only {@code /} with an access point
     * @return this builder
     * @see EfsVolume#rootDirectory()
     */
    public abstract Builder rootDirectory(String path);

    /**
     * Sets the access point to go through.
     *
     * @param id for example {@code fsap-0123456789abcdef0}
     * @return this builder
     * @see EfsVolume#accessPointId()
     */
    public abstract Builder accessPointId(String id);

    /**
     * Sets whether data is encrypted on its way.
     *
     * @param encrypted default true
     * @return this builder
     * @see EfsVolume#transitEncryption()
     */
    public abstract Builder transitEncryption(boolean encrypted);

    /**
     * Sets whether the job role decides about access.
     *
     * @param authorized default false
     * @return this builder
     * @see EfsVolume#iamAuthorization()
     */
    public abstract Builder iamAuthorization(boolean authorized);

    /**
     * Makes the volume.
     *
     * @return the volume
     * @throws InvalidSpecException if Batch would refuse it; lists every problem
     */
    public EfsVolume build() {
      EfsVolume volume = create();
      StorageChecks.check(volume);
      return volume;
    }

    abstract EfsVolume create();
  }
}
