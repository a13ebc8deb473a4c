package io.github.spotbatch.testing.internal.access;

import java.util.List;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;

/** What calls of ECS need. */
final class EcsNeeds implements Needs {

  @Override
  public List<Needed> of(SdkRequest request) {
    if (request instanceof DescribeContainerInstancesRequest describe) {
      return describe.containerInstances().stream()
          .filter(arn -> arn.startsWith("arn:"))
          .map(arn -> Needed.of("ecs:DescribeContainerInstances", arn))
          .toList();
    }
    throw Needs.unknown("ecs", request.getClass().getSimpleName().replaceFirst("Request$", ""));
  }
}
