package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.ec2.Ec2State;
import io.github.spotbatch.testing.internal.ec2.InstanceType;
import io.github.spotbatch.testing.internal.ec2.LaunchTemplate;
import io.github.spotbatch.testing.internal.ec2.LaunchTemplateData;
import io.github.spotbatch.testing.internal.ec2.LaunchTemplateVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecificationOverride;

/**
 * What an environment's instances are launched with. Versions of launch templates and of AWS's own
 * images are settled when the environment is saved, so that later ones change nothing.
 */
final class LaunchSettings {

  private static final String USUAL_IMAGE = "ECS_AL2023";
  private static final String USUAL_GPU_IMAGE = "ECS_AL2023_NVIDIA";

  /** A launch template for some instance types. */
  private record Targeted(List<InstanceType> targets, LaunchTemplateData data) {}

  private final Ec2State ec2;
  private final ComputeResource resources;
  private final int imageRelease;
  private final @Nullable LaunchTemplateData template;
  private final List<Targeted> overrides;

  private LaunchSettings(
      Ec2State ec2,
      ComputeResource resources,
      int imageRelease,
      @Nullable LaunchTemplateData template,
      List<Targeted> overrides) {
    this.ec2 = ec2;
    this.resources = resources;
    this.imageRelease = imageRelease;
    this.template = template;
    this.overrides = overrides;
  }

  /** Of a new environment, which takes AWS's newest images. */
  static LaunchSettings of(Ec2State ec2, InstanceChoice instances, ComputeResource resources) {
    return of(ec2, instances, resources, ec2.ecsImages().release());
  }

  /** After an infrastructure update, which keeps the images unless it says otherwise. */
  LaunchSettings updated(InstanceChoice instances, ComputeResource changed, boolean latestImages) {
    int release = latestImages ? ec2.ecsImages().release() : imageRelease;
    return of(ec2, instances, changed, release);
  }

  private static LaunchSettings of(
      Ec2State ec2, InstanceChoice instances, ComputeResource resources, int imageRelease) {
    LaunchTemplateSpecification given = resources.launchTemplate();
    List<Targeted> overrides = new ArrayList<>();
    LaunchTemplateData template = null;
    if (given != null) {
      template = find(ec2, given).orElse(null);
      for (LaunchTemplateSpecificationOverride override : given.overrides()) {
        List<InstanceType> targets =
            override.targetInstanceTypes().stream()
                .flatMap(target -> instances.named(target).stream())
                .toList();
        find(ec2, asTemplate(override))
            .ifPresent(data -> overrides.add(new Targeted(targets, data)));
      }
    }
    return new LaunchSettings(ec2, resources, imageRelease, template, overrides);
  }

  static LaunchTemplateSpecification asTemplate(LaunchTemplateSpecificationOverride override) {
    return LaunchTemplateSpecification.builder()
        .launchTemplateId(override.launchTemplateId())
        .launchTemplateName(override.launchTemplateName())
        .version(override.version())
        .build();
  }

  /** Empty if there is no such template or version. */
  static Optional<LaunchTemplateData> find(Ec2State ec2, LaunchTemplateSpecification given) {
    Optional<LaunchTemplate> template =
        isEmpty(given.launchTemplateId())
            ? ec2.launchTemplates().byName(String.valueOf(given.launchTemplateName()))
            : ec2.launchTemplates().byId(given.launchTemplateId());
    return template.flatMap(it -> it.version(given.version())).map(LaunchTemplateVersion::data);
  }

  private Optional<LaunchTemplateData> templateFor(InstanceType type) {
    return overrides.stream()
        .filter(override -> override.targets().contains(type))
        .findFirst()
        .map(Targeted::data)
        .or(() -> Optional.ofNullable(template));
  }

  /** A template's image wins; then one given for the image type, for all, and AWS's own. */
  String imageId(InstanceType type) {
    Optional<String> ofTemplate = templateFor(type).map(LaunchTemplateData::imageId);
    Optional<Ec2Configuration> configuration = configurationFor(type);
    return ofTemplate
        .or(() -> configuration.map(Ec2Configuration::imageIdOverride).filter(id -> !isEmpty(id)))
        .or(() -> Optional.ofNullable(resources.imageId()).filter(id -> !isEmpty(id)))
        .orElseGet(
            () ->
                ec2.ecsImages()
                    .id(
                        configuration.map(Ec2Configuration::imageType).orElse(usualImage(type)),
                        type.architecture(),
                        imageRelease));
  }

  /** Of two entries, the one for GPUs goes with GPUs; one alone goes with everything. */
  private Optional<Ec2Configuration> configurationFor(InstanceType type) {
    List<Ec2Configuration> given = resources.ec2Configuration();
    return given.stream()
        .filter(it -> it.imageType().endsWith("_NVIDIA") == (type.gpus() > 0))
        .findFirst()
        .or(() -> given.stream().findFirst());
  }

  private static String usualImage(InstanceType type) {
    return type.gpus() > 0 ? USUAL_GPU_IMAGE : USUAL_IMAGE;
  }

  /** The environment's own count, if it has any. */
  List<String> securityGroupIds(InstanceType type) {
    return resources.securityGroupIds().isEmpty()
        ? templateFor(type).map(LaunchTemplateData::securityGroupIds).orElse(List.of())
        : resources.securityGroupIds();
  }

  Map<String, String> tags(InstanceType type) {
    Map<String, String> tags = new LinkedHashMap<>();
    templateFor(type).ifPresent(data -> tags.putAll(data.instanceTags()));
    tags.putAll(resources.tags());
    return tags;
  }
}
