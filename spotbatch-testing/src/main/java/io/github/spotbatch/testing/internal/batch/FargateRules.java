package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;

/** What Batch refuses at once in the resources of an environment on Fargate. */
final class FargateRules {

  private static final Set<String> NOT_APPLICABLE =
      Set.of(
          "minvCpus",
          "desiredvCpus",
          "instanceTypes",
          "allocationStrategy",
          "instanceRole",
          "tags",
          "ec2KeyPair",
          "imageId",
          "placementGroup",
          "launchTemplate",
          "bidPercentage",
          "spotIamFleetRole",
          "ec2Configuration");

  private static final int MAX_SUBNETS = 16;
  private static final int MAX_GROUPS = 5;

  private FargateRules() {}

  static boolean isFargate(CRType type) {
    return type == CRType.FARGATE || type == CRType.FARGATE_SPOT;
  }

  static void check(World world, ComputeResource resources) {
    fields(resources);
    Integer max = resources.maxvCpus();
    if (max == null) {
      throw Refusals.wrapped(world, "Resource maxvCpus is required.");
    }
    if (max < 0) {
      // The text is not known.
      throw Refusals.bare("maxvCpus should be greater than or equal to 0.");
    }
    if (resources.subnets().isEmpty()) {
      throw Refusals.wrapped(world, "Resource subnets are required.");
    }
    if (resources.subnets().size() > MAX_SUBNETS) {
      throw Refusals.bare("Fargate supports a maximum of 16 subnets.");
    }
    if (resources.securityGroupIds().isEmpty()) {
      throw Refusals.bare("Security group ids are required.");
    }
    if (resources.securityGroupIds().size() > MAX_GROUPS) {
      // The limit is documented; the text is not known.
      throw Refusals.bare("Fargate supports a maximum of 5 security groups.");
    }
  }

  static void checkUpdate(ComputeResource now, ComputeResourceUpdate update) {
    fields(update);
    if (update.type() != null && update.type() != now.type()) {
      // That only EC2 and SPOT change into each other is documented; the text is not known.
      throw Refusals.bare("Compute resource type can only be changed between EC2 and SPOT.");
    }
  }

  private static void fields(SdkPojo resources) {
    for (SdkField<?> field : resources.sdkFields()) {
      Object value = field.getValueOrDefault(resources);
      boolean given =
          value != null
              && !(value instanceof SdkAutoConstructList<?>)
              && !(value instanceof SdkAutoConstructMap<?, ?>);
      if (given && NOT_APPLICABLE.contains(field.memberName())) {
        throw Refusals.bare(field.memberName() + " is not applicable for Fargate.");
      }
    }
  }
}
