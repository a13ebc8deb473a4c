package io.github.spotbatch.spec;

import java.util.List;

/**
 * The setters of a job definition that concern Docker and Linux, kept apart for their number.
 *
 * @param <B> the builder itself
 */
abstract class ContainerSettingsBuilder<B> {
  ContainerSettingsBuilder() {}

  /**
   * Sets the volumes that mount points can refer to.
   *
   * @param volumes volumes of different names
   * @return this builder
   * @see JobDefinitionSpec#volumes()
   */
  public B volumes(VolumeSpec... volumes) {
    return volumes(List.of(volumes));
  }

  /**
   * Sets the volumes that mount points can refer to.
   *
   * @param volumes volumes of different names
   * @return this builder
   * @see JobDefinitionSpec#volumes()
   */
  public abstract B volumes(Iterable<? extends VolumeSpec> volumes);

  /**
   * Appends a volume.
   *
   * @param volume the volume
   * @return this builder
   * @see JobDefinitionSpec#volumes()
   */
  public abstract B addVolume(VolumeSpec volume);

  /**
   * Sets where the container sees which volume.
   *
   * @param mountPoints mount points of different paths
   * @return this builder
   * @see JobDefinitionSpec#mountPoints()
   */
  public B mountPoints(MountPointSpec... mountPoints) {
    return mountPoints(List.of(mountPoints));
  }

  /**
   * Sets where the container sees which volume.
   *
   * @param mountPoints mount points of different paths
   * @return this builder
   * @see JobDefinitionSpec#mountPoints()
   */
  public abstract B mountPoints(Iterable<? extends MountPointSpec> mountPoints);

  /**
   * Appends a mount point.
   *
   * @param mountPoint the mount point
   * @return this builder
   * @see JobDefinitionSpec#mountPoints()
   */
  public abstract B addMountPoint(MountPointSpec mountPoint);

  /**
   * Sets the limits on what the container's processes may use.
   *
   * @param ulimits limits of different names
   * @return this builder
   * @see JobDefinitionSpec#ulimits()
   */
  public B ulimits(UlimitSpec... ulimits) {
    return ulimits(List.of(ulimits));
  }

  /**
   * Sets the limits on what the container's processes may use.
   *
   * @param ulimits limits of different names
   * @return this builder
   * @see JobDefinitionSpec#ulimits()
   */
  public abstract B ulimits(Iterable<? extends UlimitSpec> ulimits);

  /**
   * Appends a limit.
   *
   * @param ulimit the limit
   * @return this builder
   * @see JobDefinitionSpec#ulimits()
   */
  public abstract B addUlimit(UlimitSpec ulimit);

  /**
   * Sets how the container's output is kept.
   *
   * @param logConfiguration default: CloudWatch Logs, in the stack's log group
   * @return this builder
   * @see JobDefinitionSpec#logConfiguration()
   */
  public abstract B logConfiguration(LogConfigurationSpec logConfiguration);

  /**
   * Sets the user inside the container.
   *
   * @param user a user name or id, optionally with a group after {@code :}
   * @return this builder
   * @see JobDefinitionSpec#user()
   */
  public abstract B user(String user);

  /**
   * Sets whether the container has the rights of root on its instance.
   *
   * @param privileged default false
   * @return this builder
   * @see JobDefinitionSpec#privileged()
   */
  public abstract B privileged(boolean privileged);

  /**
   * Sets whether the container's own file system can only be read.
   *
   * @param readonly default false
   * @return this builder
   * @see JobDefinitionSpec#readonlyRootFilesystem()
   */
  public abstract B readonlyRootFilesystem(boolean readonly);

  /**
   * Sets whether a small init process passes on signals and reaps processes.
   *
   * @param initProcess default false
   * @return this builder
   * @see JobDefinitionSpec#initProcess()
   */
  public abstract B initProcess(boolean initProcess);

  /**
   * Sets the size of {@code /dev/shm}.
   *
   * @param mib in MiB, at least 1
   * @return this builder
   * @see JobDefinitionSpec#sharedMemoryMiB()
   */
  public abstract B sharedMemoryMiB(int mib);

  /**
   * Sets how much swap space the container may use.
   *
   * @param mib in MiB, at least 0; needs {@link #swappiness}
   * @return this builder
   * @see JobDefinitionSpec#maxSwapMiB()
   */
  public abstract B maxSwapMiB(int mib);

  /**
   * Sets how eagerly memory is swapped out.
   *
   * @param swappiness from 0, only if it must be, to 100; needs {@link #maxSwapMiB}
   * @return this builder
   * @see JobDefinitionSpec#swappiness()
   */
  public abstract B swappiness(int swappiness);
}
