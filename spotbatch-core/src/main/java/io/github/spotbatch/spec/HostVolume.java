package io.github.spotbatch.spec;

import java.util.Optional;
import org.immutables.value.Value;

/**
 * A directory of the instance on which the job runs; lost with it.
 *
 * <p>Batch calls it a Host. Immutable and thread-safe. Source: AWS Batch API reference, Host.
 */
@Value.Immutable(builder = false)
public sealed interface HostVolume extends VolumeSpec permits ImmutableHostVolume {
  /**
   * A fresh directory that Docker makes for the job.
   *
   * @param name the name by which mount points refer to it
   * @return the volume
   * @throws InvalidSpecException if the name is not legal
   */
  static HostVolume of(String name) {
    return of(name, Optional.empty());
  }

  /**
   * A directory at a given place of the instance.
   *
   * @param name the name by which mount points refer to it
   * @param sourcePath an absolute path on the instance
   * @return the volume
   * @throws InvalidSpecException if the name is not legal or the path is not absolute
   */
  static HostVolume of(String name, String sourcePath) {
    return of(name, Optional.of(sourcePath));
  }

  private static HostVolume of(String name, Optional<String> sourcePath) {
    HostVolume volume = ImmutableHostVolume.of(name, sourcePath);
    StorageChecks.check(volume);
    return volume;
  }

  @Override
  @Value.Parameter
  String name();

  /** {@return the path on the instance; empty if Docker chooses it} */
  @Value.Parameter
  Optional<String> sourcePath();
}
