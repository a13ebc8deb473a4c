package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;

/**
 * The resources that an update leads to: what it gives is new, what it leaves out stays, and an
 * empty text or list takes away.
 */
final class UpdatedResources {

  private UpdatedResources() {}

  /** Whether an update of an environment on EC2 changes its numbers only, and no instance. */
  static boolean isScaling(ComputeResourceUpdate update) {
    return update.equals(
        ComputeResourceUpdate.builder()
            .minvCpus(update.minvCpus())
            .maxvCpus(update.maxvCpus())
            .desiredvCpus(update.desiredvCpus())
            .build());
  }

  static boolean isEmptyUpdate(ComputeResourceUpdate update) {
    return update.equals(ComputeResourceUpdate.builder().build());
  }

  static ComputeResource of(ComputeResource now, ComputeResourceUpdate update) {
    ComputeResource.Builder changed = now.toBuilder();
    changed.minvCpus(update.minvCpus() == null ? now.minvCpus() : update.minvCpus());
    changed.maxvCpus(update.maxvCpus() == null ? now.maxvCpus() : update.maxvCpus());
    changed.desiredvCpus(update.desiredvCpus());
    if (update.type() != null) {
      changed.type(update.typeAsString());
    }
    if (update.allocationStrategyAsString() != null) {
      changed.allocationStrategy(update.allocationStrategyAsString());
    }
    if (update.hasInstanceTypes()) {
      changed.instanceTypes(update.instanceTypes());
    }
    if (update.bidPercentage() != null) {
      changed.bidPercentage(update.bidPercentage());
    }
    if (update.instanceRole() != null) {
      changed.instanceRole(update.instanceRole());
    }
    if (update.hasTags()) {
      changed.tags(update.tags());
    }
    changed.ec2KeyPair(text(now.ec2KeyPair(), update.ec2KeyPair()));
    changed.imageId(text(now.imageId(), update.imageId()));
    changed.placementGroup(text(now.placementGroup(), update.placementGroup()));
    if (update.hasEc2Configuration()) {
      changed.ec2Configuration(images(update.ec2Configuration()));
    }
    if (update.launchTemplate() != null) {
      changed.launchTemplate(template(now.launchTemplate(), update.launchTemplate()));
    }
    network(changed, update, FargateRules.isFargate(now.type()));
    return changed.build();
  }

  /** On Fargate an empty list changes nothing. */
  private static void network(
      ComputeResource.Builder changed, ComputeResourceUpdate update, boolean fargate) {
    if (update.hasSubnets() && !(fargate && update.subnets().isEmpty())) {
      changed.subnets(update.subnets());
    }
    if (update.hasSecurityGroupIds() && !(fargate && update.securityGroupIds().isEmpty())) {
      changed.securityGroupIds(update.securityGroupIds());
    }
  }

  /** An empty id or name takes the template away, an empty list the overrides. */
  private static @Nullable LaunchTemplateSpecification template(
      @Nullable LaunchTemplateSpecification now, LaunchTemplateSpecification update) {
    LaunchTemplateSpecification.Builder changed =
        now == null ? LaunchTemplateSpecification.builder() : now.toBuilder();
    String id = update.launchTemplateId();
    String name = update.launchTemplateName();
    if (id != null || name != null) {
      changed.launchTemplateId(isEmpty(id) ? null : id);
      changed.launchTemplateName(isEmpty(name) ? null : name);
      changed.version(isEmpty(id) && isEmpty(name) ? null : update.version());
    } else if (update.version() != null) {
      changed.version(update.version());
    }
    if (update.hasOverrides()) {
      changed.overrides(update.overrides());
    }
    changed.userdataType(update.userdataTypeAsString());
    LaunchTemplateSpecification result = changed.build();
    boolean nothing =
        isEmpty(result.launchTemplateId())
            && isEmpty(result.launchTemplateName())
            && result.overrides().isEmpty();
    boolean cleared = "".equals(id) || "".equals(name) || update.hasOverrides();
    return nothing && cleared ? null : result;
  }

  private static @Nullable String text(@Nullable String now, @Nullable String update) {
    return update == null ? now : isEmpty(update) ? null : update;
  }

  /** The empty text in the place of a list is a list of one entry that says nothing. */
  private static List<Ec2Configuration> images(List<Ec2Configuration> update) {
    boolean cleared =
        update.size() == 1
            && isEmpty(update.get(0).imageType())
            && isEmpty(update.get(0).imageIdOverride());
    return cleared ? List.of() : update;
  }
}
