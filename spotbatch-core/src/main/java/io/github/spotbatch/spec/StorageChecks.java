package io.github.spotbatch.spec;

/** What Batch asks of volumes, mount points and limits. */
final class StorageChecks {
  private StorageChecks() {}

  static void check(UlimitSpec ulimit) {
    Problems problems = Problems.in("ulimit", ulimit.name());
    problems.require(!ulimit.name().isEmpty(), "name", ulimit.name(), "must not be empty");
    problems.throwIfAny();
  }

  static void check(MountPointSpec mountPoint) {
    Problems problems = Problems.in("mountPoint", mountPoint.volume());
    String path = mountPoint.containerPath();
    problems.require(path.startsWith("/"), "containerPath", path, "must start with /");
    problems.throwIfAny();
  }

  static void check(HostVolume volume) {
    Problems problems = Problems.in("volume", volume.name());
    problems.require(!volume.name().isEmpty(), "name", volume.name(), "must not be empty");
    problems.throwIfAny();
  }

  static void check(EfsVolume volume) {
    Problems problems = Problems.in("volume", volume.name());
    problems.require(!volume.name().isEmpty(), "name", volume.name(), "must not be empty");
    problems.throwIfAny();
  }
}
