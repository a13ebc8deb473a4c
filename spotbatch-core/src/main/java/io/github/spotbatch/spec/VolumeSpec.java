package io.github.spotbatch.spec;

/**
 * Storage that outlives a container's own file system.
 *
 * <p>Batch calls it a Volume. Immutable and thread-safe. Source: AWS Batch API reference, Volume.
 */
public sealed interface VolumeSpec permits HostVolume, EfsVolume {
  /** {@return the name by which mount points refer to it} */
  String name();
}
