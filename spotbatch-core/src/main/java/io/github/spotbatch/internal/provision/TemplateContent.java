package io.github.spotbatch.internal.provision;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDeviceRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** What a version of a launch template says, as far as a spec can say it. */
final class TemplateContent {

  private TemplateContent() {}

  static RequestLaunchTemplateData of(LaunchTemplateVersion version) {
    ResponseLaunchTemplateData data = version.launchTemplateData();
    List<LaunchTemplateBlockDeviceMappingRequest> disks =
        data.blockDeviceMappings().stream().map(TemplateContent::disk).toList();
    return RequestLaunchTemplateData.builder()
        .blockDeviceMappings(disks)
        .metadataOptions(metadata(data))
        .build();
  }

  private static LaunchTemplateBlockDeviceMappingRequest disk(
      LaunchTemplateBlockDeviceMapping mapping) {
    return LaunchTemplateBlockDeviceMappingRequest.builder()
        .deviceName(mapping.deviceName())
        .ebs(disk(mapping.ebs()))
        .build();
  }

  private static @Nullable LaunchTemplateEbsBlockDeviceRequest disk(
      @Nullable LaunchTemplateEbsBlockDevice disk) {
    return disk == null
        ? null
        : LaunchTemplateEbsBlockDeviceRequest.builder()
            .volumeSize(disk.volumeSize())
            .volumeType(disk.volumeTypeAsString())
            .encrypted(disk.encrypted())
            .kmsKeyId(disk.kmsKeyId())
            .deleteOnTermination(disk.deleteOnTermination())
            .build();
  }

  private static @Nullable LaunchTemplateInstanceMetadataOptionsRequest metadata(
      ResponseLaunchTemplateData data) {
    return data.metadataOptions() == null
        ? null
        : LaunchTemplateInstanceMetadataOptionsRequest.builder()
            .httpTokens(data.metadataOptions().httpTokensAsString())
            .httpPutResponseHopLimit(data.metadataOptions().httpPutResponseHopLimit())
            .build();
  }
}
