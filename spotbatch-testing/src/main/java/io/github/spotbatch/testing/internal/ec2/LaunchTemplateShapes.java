package io.github.spotbatch.testing.internal.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceNetworkInterfaceSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** Launch templates as the SDK writes them. */
final class LaunchTemplateShapes {

  private LaunchTemplateShapes() {}

  static LaunchTemplateData data(RequestLaunchTemplateData data) {
    return new LaunchTemplateData(
        data.imageId(),
        data.instanceTypeAsString(),
        data.keyName(),
        profile(data),
        data.userData(),
        securityGroups(data),
        instanceTags(data),
        data);
  }

  /** What a version was made of. */
  static RequestLaunchTemplateData whole(LaunchTemplateVersion version) {
    return (RequestLaunchTemplateData) version.data().whole();
  }

  static software.amazon.awssdk.services.ec2.model.LaunchTemplate shape(
      LaunchTemplate template, String creator) {
    return software.amazon.awssdk.services.ec2.model.LaunchTemplate.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .createTime(template.createdAt())
        .createdBy(creator)
        .defaultVersionNumber(template.defaultNumber())
        .latestVersionNumber(template.latestNumber())
        .tags(TagCalls.shape(template.tags()))
        .build();
  }

  static software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion shape(
      LaunchTemplate template, LaunchTemplateVersion version, String creator) {
    return software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .versionNumber(version.number())
        .versionDescription(version.description())
        .createTime(version.createdAt())
        .createdBy(creator)
        .defaultVersion(version.number() == template.defaultNumber())
        .launchTemplateData(
            Alike.copy(whole(version), ResponseLaunchTemplateData.builder()).build())
        .build();
  }

  private static @Nullable String profile(RequestLaunchTemplateData data) {
    var profile = data.iamInstanceProfile();
    if (profile == null) {
      return null;
    }
    return profile.arn() == null ? profile.name() : profile.arn();
  }

  private static List<String> securityGroups(RequestLaunchTemplateData data) {
    if (!data.securityGroupIds().isEmpty()) {
      return data.securityGroupIds();
    }
    return data.networkInterfaces().stream()
        .findFirst()
        .map(LaunchTemplateInstanceNetworkInterfaceSpecificationRequest::groups)
        .orElse(List.of());
  }

  private static Map<String, String> instanceTags(RequestLaunchTemplateData data) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (LaunchTemplateTagSpecificationRequest specification : data.tagSpecifications()) {
      if (specification.resourceType() == ResourceType.INSTANCE) {
        specification.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
      }
    }
    return tags;
  }
}
