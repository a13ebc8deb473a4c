package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.internal.RequestText;
import java.util.List;
import software.amazon.awssdk.core.SdkRequest;

/** What calls of ECS need. */
final class EcsNeeds implements Needs {

  @Override
  public List<Needed> of(SdkRequest request) {
    String operation = RequestText.operation(request);
    if (!operation.equals("DescribeContainerInstances")) {
      throw Needs.unknown("ecs", operation);
    }
    return Members.texts(request, "containerInstances").stream()
        .filter(arn -> arn.startsWith("arn:"))
        .map(arn -> Needed.of("ecs:DescribeContainerInstances", arn))
        .toList();
  }
}
