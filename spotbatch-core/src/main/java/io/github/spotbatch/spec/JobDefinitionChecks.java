package io.github.spotbatch.spec;

import java.util.List;
import java.util.Optional;

/** What Batch asks of a job definition. */
final class JobDefinitionChecks {
  private static final int MOST_BYTES = 24 * 1024;

  private JobDefinitionChecks() {}

  static void check(JobDefinitionSpec definition) {
    Problems problems = Problems.in("jobDefinition", definition.name());
    problems.requireForm("name", definition.name(), Form.NAME);
    checkResources(problems, definition);
    checkSecrets(problems, definition);
    checkStorage(problems, definition);
    checkLinux(problems, definition);
    ContainerChecks.checkEnvironment(problems, definition.environment());
    ContainerChecks.checkParameters(problems, definition.parameters());
    ContainerChecks.checkTimeout(problems, definition.timeout());
    RoleChecks.checkExisting(problems, "jobRole", definition.jobRole(), Form.ROLE_ARN);
    RoleChecks.checkExisting(problems, "executionRole", definition.executionRole(), Form.ROLE_ARN);
    problems.requireRange("schedulingPriority", definition.schedulingPriority(), 0, 9999);
    TagChecks.checkOwned(problems, "tags", definition.tags());
    checkSize(problems, definition);
    problems.throwIfAny();
  }

  private static void checkResources(Problems problems, JobDefinitionSpec definition) {
    if (definition.image().isEmpty()) {
      problems.missing("image", "must be given");
    }
    problems.requireAtLeast("vcpus", definition.vcpus(), 1);
    if (definition.memoryMiB().isEmpty()) {
      problems.missing("memoryMiB", "must be given");
    }
    problems.requireAtLeast("memoryMiB", definition.memoryMiB(), 4);
    problems.requireAtLeast("gpus", definition.gpus(), 0);
  }

  private static void checkSecrets(Problems problems, JobDefinitionSpec definition) {
    definition
        .secrets()
        .forEach(
            (name, arn) -> {
              String path = "secrets[" + name + "]";
              ContainerChecks.checkVariable(problems, path, name);
              problems.requireForm(path, arn, Form.SECRET_ARN);
              boolean single = !definition.environment().containsKey(name);
              problems.require(single, path, name, "must not be an environment variable too");
            });
    boolean secretOptions =
        definition.logConfiguration().filter(log -> !log.secretOptions().isEmpty()).isPresent();
    boolean secrets = secretOptions || !definition.secrets().isEmpty();
    if (secrets && definition.executionRole().isEmpty()) {
      problems.missing("executionRole", "must be given, to read the secrets");
    }
  }

  private static void checkStorage(Problems problems, JobDefinitionSpec definition) {
    List<String> names = definition.volumes().stream().map(VolumeSpec::name).toList();
    List<MountPointSpec> mountPoints = definition.mountPoints();
    problems.requireDistinct("volumes", names);
    for (int i = 0; i < mountPoints.size(); i++) {
      String volume = mountPoints.get(i).volume();
      String fix = "must be the name of one of the volumes, which are " + names;
      problems.require(names.contains(volume), "mountPoints[" + i + "].volume", volume, fix);
    }
    problems.requireDistinct(
        "mountPoints", mountPoints.stream().map(MountPointSpec::containerPath).toList());
    Optional<EfsVolume> authorized =
        definition.volumes().stream()
            .filter(EfsVolume.class::isInstance)
            .map(EfsVolume.class::cast)
            .filter(EfsVolume::iamAuthorization)
            .findFirst();
    if (authorized.isPresent() && definition.jobRole().isEmpty()) {
      problems.missing("jobRole", "must be given, for the IAM authorization of a volume");
    }
  }

  private static void checkLinux(Problems problems, JobDefinitionSpec definition) {
    List<String> limits = definition.ulimits().stream().map(UlimitSpec::name).toList();
    problems.requireDistinct("ulimits", limits);
    problems.requireForm("user", definition.user(), Form.USER);
    problems.requireAtLeast("sharedMemoryMiB", definition.sharedMemoryMiB(), 1);
    problems.requireAtLeast("maxSwapMiB", definition.maxSwapMiB(), 0);
    problems.requireRange("swappiness", definition.swappiness(), 0, 100);
    boolean swap = definition.maxSwapMiB().isPresent();
    boolean swappiness = definition.swappiness().isPresent();
    if (swap && !swappiness) {
      problems.missing("swappiness", "must be given with maxSwapMiB");
    }
    if (swappiness && !swap) {
      problems.missing("maxSwapMiB", "must be given with swappiness");
    }
  }

  private static void checkSize(Problems problems, JobDefinitionSpec definition) {
    int bytes =
        ContainerChecks.size(definition.command())
            + ContainerChecks.size(definition.environment())
            + ContainerChecks.size(definition.parameters())
            + ContainerChecks.size(definition.secrets());
    String fix =
        "of command, environment, parameters and secrets must be under 24 KiB; keep data in S3";
    problems.require(bytes < MOST_BYTES, "size", bytes + " bytes", fix);
  }
}
