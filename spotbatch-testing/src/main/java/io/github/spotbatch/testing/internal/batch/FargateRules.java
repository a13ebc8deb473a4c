package io.github.spotbatch.testing.internal.batch;

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

  private FargateRules() {}

  static boolean isFargate(CRType type) {
    return type == CRType.FARGATE || type == CRType.FARGATE_SPOT;
  }

  static void check(ComputeResource resources) {
    fields(resources);
    throw new UnsupportedOperationException(
        "spotbatch-testing does not model Fargate environments");
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
