package io.github.spotbatch.spec;

import java.util.Set;

/** What Batch, Docker and EFS ask of volumes, mount points and limits. */
final class StorageChecks {
  private static final Set<String> ULIMITS =
      Set.of(
          "core",
          "cpu",
          "data",
          "fsize",
          "locks",
          "memlock",
          "msgqueue",
          "nice",
          "nofile",
          "nproc",
          "rss",
          "rtprio",
          "rttime",
          "sigpending",
          "stack");

  /** What Docker takes for no limit. */
  private static final int UNLIMITED = -1;

  private StorageChecks() {}

  static void check(UlimitSpec ulimit) {
    Problems problems = Problems.in("ulimit", ulimit.name());
    int soft = ulimit.softLimit();
    int hard = ulimit.hardLimit();
    String names = "must be one of " + String.join(", ", ULIMITS.stream().sorted().toList());
    problems.require(ULIMITS.contains(ulimit.name()), "name", ulimit.name(), names);
    problems.requireAtLeast("softLimit", soft, UNLIMITED);
    problems.requireAtLeast("hardLimit", hard, UNLIMITED);
    boolean ordered = hard <= UNLIMITED || (soft != UNLIMITED && soft <= hard);
    problems.require(
        ordered, "softLimit", soft, "must not be above the hard limit, which is " + hard);
    problems.throwIfAny();
  }

  static void check(MountPointSpec mountPoint) {
    Problems problems = Problems.in("mountPoint", mountPoint.volume());
    problems.requireForm("volume", mountPoint.volume(), Form.VOLUME_NAME);
    problems.requireForm("containerPath", mountPoint.containerPath(), Form.ABSOLUTE_PATH);
    problems.throwIfAny();
  }

  static void check(HostVolume volume) {
    Problems problems = Problems.in("volume", volume.name());
    problems.requireForm("name", volume.name(), Form.VOLUME_NAME);
    problems.requireForm("sourcePath", volume.sourcePath(), Form.ABSOLUTE_PATH);
    problems.throwIfAny();
  }

  static void check(EfsVolume volume) {
    Problems problems = Problems.in("volume", volume.name());
    problems.requireForm("name", volume.name(), Form.VOLUME_NAME);
    problems.requireForm("fileSystemId", volume.fileSystemId(), Form.FILE_SYSTEM_ID);
    problems.requireForm("accessPointId", volume.accessPointId(), Form.ACCESS_POINT_ID);
    problems.requireForm("rootDirectory", volume.rootDirectory(), Form.ABSOLUTE_PATH);
    String root = volume.rootDirectory().orElse("/");
    int length = root.length();
    problems.require(
        length <= 4096, "rootDirectory", length + " characters", "must be at most 4096");
    boolean accessPoint = volume.accessPointId().isPresent();
    boolean rootOfPoint = !accessPoint || root.equals("/");
    problems.require(
        rootOfPoint, "rootDirectory", root, "must be left out or / with an access point");
    boolean encrypted = volume.transitEncryption();
    boolean needed = accessPoint || volume.iamAuthorization();
    String fix = "must be true with an access point or IAM authorization";
    problems.require(encrypted || !needed, "transitEncryption", encrypted, fix);
    problems.throwIfAny();
  }
}
