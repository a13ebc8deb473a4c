package io.github.spotbatch.internal.compile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.spec.ComputeEnvironmentSpec;
import io.github.spotbatch.spec.InstanceVolumeSpec;
import io.github.spotbatch.spec.StackSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDeviceRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/**
 * Compiles launch templates, of environments that ask for what Batch can say nowhere else. An
 * environment names the version, which EC2 counts.
 */
public final class LaunchTemplates {

  /**
   * Stands for the token by which EC2 knows a request that is sent again. One that followed from
   * the content would be answered with a template that was deleted since.
   */
  public static final String TOKEN = "<drawn when it is sent>";

  /** To the host, and from there to a container. */
  private static final int HOPS = 2;

  private LaunchTemplates() {}

  /** Stands for the number that EC2 gives the version. */
  public static String version(String templateName) {
    return "<version of launch template " + templateName + ">";
  }

  static Id id(Names names, ComputeEnvironmentSpec environment) {
    return new Id(ResourceKind.LAUNCH_TEMPLATE, names.launchTemplate(environment.name()));
  }

  static LaunchTemplateSpecification reference(Id id) {
    return LaunchTemplateSpecification.builder()
        .launchTemplateName(id.awsName())
        .version(version(id.awsName()))
        .build();
  }

  static CompiledResource compile(
      StackSpec stack, ComputeEnvironmentSpec environment, InstanceVolumeSpec volume, Names names) {
    Id id = id(names, environment);
    List<Tag> tags =
        new TreeMap<>(names.tags(environment.name(), stack.tags()))
            .entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    RequestLaunchTemplateData data = data(volume);
    CreateLaunchTemplateRequest request =
        CreateLaunchTemplateRequest.builder()
            .clientToken(TOKEN)
            .launchTemplateName(id.awsName())
            .versionDescription(description(data))
            .launchTemplateData(data)
            .tagSpecifications(t -> t.resourceType(ResourceType.LAUNCH_TEMPLATE).tags(tags))
            .build();
    return new CompiledResource(id, environment.name(), List.of(request), Set.of(), List.of());
  }

  private static RequestLaunchTemplateData data(InstanceVolumeSpec volume) {
    LaunchTemplateEbsBlockDeviceRequest.Builder disk =
        LaunchTemplateEbsBlockDeviceRequest.builder()
            .volumeType(VolumeType.GP3)
            // Said only where it is wanted: EC2 has refused it for disks that come from a snapshot.
            .encrypted(volume.encrypted() ? Boolean.TRUE : null)
            .kmsKeyId(volume.kmsKeyId().orElse(null))
            .deleteOnTermination(true);
    volume.sizeGiB().ifPresent(disk::volumeSize);
    return RequestLaunchTemplateData.builder()
        .blockDeviceMappings(b -> b.deviceName(volume.deviceName()).ebs(disk.build()))
        .metadataOptions(
            m -> m.httpTokens(LaunchTemplateHttpTokensState.REQUIRED).httpPutResponseHopLimit(HOPS))
        .build();
  }

  /**
   * Tells versions apart by what is in them; a version never changes. Another description of the
   * same content would replace all instances.
   */
  private static String description(RequestLaunchTemplateData data) {
    return "spotbatch " + UUID.nameUUIDFromBytes(RequestJson.render(data).getBytes(UTF_8));
  }
}
