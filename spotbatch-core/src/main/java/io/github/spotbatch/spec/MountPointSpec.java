package io.github.spotbatch.spec;

import org.immutables.value.Value;

/**
 * Where a container sees a volume.
 *
 * <p>Batch calls it a MountPoint. Immutable and thread-safe. Source: AWS Batch API reference,
 * MountPoint.
 */
@Value.Immutable(builder = false)
public sealed interface MountPointSpec permits ImmutableMountPointSpec {
  /**
   * Mounts a volume for reading and writing.
   *
   * @param volume the name of a volume of the same definition
   * @param containerPath an absolute path in the container
   * @return the mount point
   * @throws InvalidSpecException if the path is not absolute
   */
  static MountPointSpec readWrite(String volume, String containerPath) {
    return of(volume, containerPath, false);
  }

  /**
   * Mounts a volume for reading only.
   *
   * @param volume the name of a volume of the same definition
   * @param containerPath an absolute path in the container
   * @return the mount point
   * @throws InvalidSpecException if the path is not absolute
   */
  static MountPointSpec readOnly(String volume, String containerPath) {
    return of(volume, containerPath, true);
  }

  private static MountPointSpec of(String volume, String containerPath, boolean readOnly) {
    MountPointSpec mountPoint = ImmutableMountPointSpec.of(volume, containerPath, readOnly);
    StorageChecks.check(mountPoint);
    return mountPoint;
  }

  /** {@return the name of the volume; Batch calls it sourceVolume} */
  @Value.Parameter
  String volume();

  /** {@return the path in the container} */
  @Value.Parameter
  String containerPath();

  /** {@return whether the container may only read} */
  @Value.Parameter
  boolean readOnly();
}
