package io.github.spotbatch.testing.internal.batch;

import static io.github.spotbatch.testing.internal.batch.EnvironmentRules.isEmpty;

import io.github.spotbatch.testing.internal.ec2.InstanceType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecificationOverride;
import software.amazon.awssdk.services.batch.model.UserdataType;

/** What Batch refuses at once in the launch templates of an environment. */
final class LaunchTemplateRules {

  private static final Pattern VERSION = Pattern.compile("(\\d+|\\$Default|\\$Latest)?");
  private static final int MAX_OVERRIDES = 10;

  private final InstanceChoice instances;

  LaunchTemplateRules(InstanceChoice instances) {
    this.instances = instances;
  }

  void check(ComputeResource resources) {
    LaunchTemplateSpecification template = resources.launchTemplate();
    if (template == null) {
      return;
    }
    boolean id = !isEmpty(template.launchTemplateId());
    boolean name = !isEmpty(template.launchTemplateName());
    // That both are one too many is documented; the text for that is not known.
    if ((id && name) || (!id && !name && template.overrides().isEmpty())) {
      throw Refusals.bare(
          "One of LaunchTemplateId and LaunchTemplateName or LaunchTemplate.Overrides is"
              + " required.");
    }
    version(template.version());
    userdata(template.userdataType());
    if (template.overrides().size() > MAX_OVERRIDES) {
      throw Refusals.bare("LaunchTemplate.overrides size cannot be greater than 10");
    }
    Set<InstanceType> seen = new HashSet<>();
    for (LaunchTemplateSpecificationOverride override : template.overrides()) {
      override(override, resources.instanceTypes(), seen);
    }
  }

  private static void version(@Nullable String version) {
    if (version != null && !VERSION.matcher(version).matches()) {
      throw Refusals.bare(
          "LaunchTemplateVersion must be either empty or a number or $Default or $Latest.");
    }
  }

  private static void userdata(@Nullable UserdataType type) {
    if (type != null) {
      throw new UnsupportedOperationException(
          "spotbatch-testing does not model userdataType of launch templates, which is for"
              + " environments on EKS");
    }
  }

  private void override(
      LaunchTemplateSpecificationOverride override,
      List<String> instanceTypes,
      Set<InstanceType> seen) {
    if (isEmpty(override.launchTemplateId()) == isEmpty(override.launchTemplateName())) {
      throw Refusals.bare(
          "LaunchTemplate.overrides should have either LaunchTemplateId or LaunchTemplateName");
    }
    version(override.version());
    userdata(override.userdataType());
    if (override.targetInstanceTypes().isEmpty()) {
      throw Refusals.bare(
          "LaunchTemplate.overrides.targetInstanceTypes[] is required for every override and"
              + " cannot be empty.");
    }
    List<String> strangers =
        override.targetInstanceTypes().stream()
            .filter(target -> !allowed(target, instanceTypes))
            .toList();
    if (!strangers.isEmpty()) {
      throw Refusals.bare(
          "LaunchTemplate.overrides:["
              + String.join(", ", strangers)
              + "] have targetInstanceTypes that do not exist in computeResource.InstanceTypes.");
    }
    for (String target : override.targetInstanceTypes()) {
      for (InstanceType type : instances.named(target)) {
        if (!seen.add(type)) {
          throw Refusals.bare("LaunchTemplate.overrides have duplicate targetInstanceTypes");
        }
      }
    }
  }

  /** A bundle may not be a target; that is documented, but not with which text. */
  private boolean allowed(String target, List<String> instanceTypes) {
    Set<InstanceType> listed = new HashSet<>();
    instanceTypes.forEach(name -> listed.addAll(instances.named(name)));
    List<InstanceType> targets = instances.named(target);
    return !InstanceChoice.BUNDLES.containsKey(target)
        && !targets.isEmpty()
        && listed.containsAll(targets);
  }
}
