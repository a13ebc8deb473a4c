package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.EfsVolume;
import io.github.spotbatch.spec.HostVolume;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.LogConfigurationSpec;
import io.github.spotbatch.spec.LogDriver;
import io.github.spotbatch.spec.VolumeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.LinuxParameters;
import software.amazon.awssdk.services.batch.model.LogConfiguration;
import software.amazon.awssdk.services.batch.model.MountPoint;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.Secret;
import software.amazon.awssdk.services.batch.model.Ulimit;
import software.amazon.awssdk.services.batch.model.Volume;

/** Compiles what runs in a container and with what. */
final class Containers {

  private Containers() {}

  static ContainerProperties properties(
      JobDefinitionSpec definition, Names names, Roles roles, Images images) {
    ContainerProperties.Builder properties =
        ContainerProperties.builder()
            .image(definition.image().map(images::reference).orElse(null))
            .resourceRequirements(
                requirements(
                    OptionalInt.of(definition.vcpus()),
                    definition.memoryMiB(),
                    definition.gpus() == 0
                        ? OptionalInt.empty()
                        : OptionalInt.of(definition.gpus())))
            .jobRoleArn(definition.jobRole().map(roles::arn).orElse(null))
            .executionRoleArn(definition.executionRole().map(roles::arn).orElse(null))
            .user(definition.user().orElse(null))
            .logConfiguration(
                definition.logConfiguration().map(Containers::log).orElse(stackLog(names)));
    if (!definition.command().isEmpty()) {
      properties.command(definition.command());
    }
    if (!definition.environment().isEmpty()) {
      properties.environment(environment(definition.environment()));
    }
    if (!definition.secrets().isEmpty()) {
      properties.secrets(secrets(definition.secrets()));
    }
    if (definition.privileged()) {
      properties.privileged(true);
    }
    if (definition.readonlyRootFilesystem()) {
      properties.readonlyRootFilesystem(true);
    }
    storage(definition, properties);
    linuxParameters(definition, properties);
    return properties.build();
  }

  /** The form that overrides of a submission apply to; the older members do not mix with it. */
  static List<ResourceRequirement> requirements(
      OptionalInt vcpus, OptionalInt memoryMiB, OptionalInt gpus) {
    List<ResourceRequirement> requirements = new ArrayList<>();
    vcpus.ifPresent(n -> requirements.add(requirement(ResourceType.VCPU, n)));
    memoryMiB.ifPresent(n -> requirements.add(requirement(ResourceType.MEMORY, n)));
    gpus.ifPresent(n -> requirements.add(requirement(ResourceType.GPU, n)));
    return requirements;
  }

  static List<KeyValuePair> environment(Map<String, String> variables) {
    return new TreeMap<>(variables)
        .entrySet().stream()
            .map(v -> KeyValuePair.builder().name(v.getKey()).value(v.getValue()).build())
            .toList();
  }

  private static ResourceRequirement requirement(ResourceType type, int amount) {
    return ResourceRequirement.builder().type(type).value(Integer.toString(amount)).build();
  }

  private static List<Secret> secrets(Map<String, String> arns) {
    return new TreeMap<>(arns)
        .entrySet().stream()
            .map(s -> Secret.builder().name(s.getKey()).valueFrom(s.getValue()).build())
            .toList();
  }

  private static LogConfiguration stackLog(Names names) {
    return LogConfiguration.builder()
        .logDriver(LogDriver.AWSLOGS.code())
        .options(Map.of("awslogs-group", names.logGroup()))
        .build();
  }

  private static LogConfiguration log(LogConfigurationSpec configuration) {
    LogConfiguration.Builder log =
        LogConfiguration.builder().logDriver(configuration.logDriver().code());
    if (!configuration.options().isEmpty()) {
      log.options(configuration.options());
    }
    if (!configuration.secretOptions().isEmpty()) {
      log.secretOptions(secrets(configuration.secretOptions()));
    }
    return log.build();
  }

  private static void storage(
      JobDefinitionSpec definition, ContainerProperties.Builder properties) {
    if (!definition.volumes().isEmpty()) {
      properties.volumes(definition.volumes().stream().map(Containers::volume).toList());
    }
    if (!definition.mountPoints().isEmpty()) {
      properties.mountPoints(
          definition.mountPoints().stream()
              .map(
                  mount ->
                      MountPoint.builder()
                          .sourceVolume(mount.volume())
                          .containerPath(mount.containerPath())
                          .readOnly(mount.readOnly())
                          .build())
              .toList());
    }
    if (!definition.ulimits().isEmpty()) {
      properties.ulimits(
          definition.ulimits().stream()
              .map(
                  limit ->
                      Ulimit.builder()
                          .name(limit.name())
                          .softLimit(limit.softLimit())
                          .hardLimit(limit.hardLimit())
                          .build())
              .toList());
    }
  }

  private static Volume volume(VolumeSpec volume) {
    Volume.Builder compiled = Volume.builder().name(volume.name());
    if (volume instanceof HostVolume host) {
      compiled.host(path -> path.sourcePath(host.sourcePath().orElse(null)));
    } else if (volume instanceof EfsVolume efs) {
      compiled.efsVolumeConfiguration(efs(efs));
    }
    return compiled.build();
  }

  private static EFSVolumeConfiguration efs(EfsVolume volume) {
    EFSVolumeConfiguration.Builder efs =
        EFSVolumeConfiguration.builder()
            .fileSystemId(volume.fileSystemId())
            .rootDirectory(volume.rootDirectory().orElse(null))
            .transitEncryption(volume.transitEncryption() ? "ENABLED" : "DISABLED");
    if (volume.accessPointId().isPresent() || volume.iamAuthorization()) {
      efs.authorizationConfig(
          authorization ->
              authorization
                  .accessPointId(volume.accessPointId().orElse(null))
                  .iam(volume.iamAuthorization() ? "ENABLED" : "DISABLED"));
    }
    return efs.build();
  }

  private static void linuxParameters(
      JobDefinitionSpec definition, ContainerProperties.Builder properties) {
    LinuxParameters.Builder linux = LinuxParameters.builder();
    if (definition.initProcess()) {
      linux.initProcessEnabled(true);
    }
    definition.sharedMemoryMiB().ifPresent(linux::sharedMemorySize);
    definition.maxSwapMiB().ifPresent(linux::maxSwap);
    definition.swappiness().ifPresent(linux::swappiness);
    LinuxParameters parameters = linux.build();
    if (!parameters.equals(LinuxParameters.builder().build())) {
      properties.linuxParameters(parameters);
    }
  }
}
