package io.github.spotbatch.testing;

import java.util.function.Consumer;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;

/** Parts of job definitions that tests put together. */
final class DefinitionParts {

  private DefinitionParts() {}

  /** A valid definition for Fargate. */
  static RegisterJobDefinitionRequest.Builder fargate() {
    RegisterJobDefinitionRequest.Builder request =
        BatchWorld.definition().platformCapabilities(PlatformCapability.FARGATE);
    container(
            c ->
                c.executionRoleArn("arn:aws:iam::123456789012:role/execution")
                    .resourceRequirements(
                        requirement("VCPU", "0.25"), requirement("MEMORY", "512")))
        .accept(request);
    return request;
  }

  /** Changes the container of a definition. */
  static Consumer<RegisterJobDefinitionRequest.Builder> container(
      Consumer<ContainerProperties.Builder> change) {
    return request ->
        request.containerProperties(
            request.build().containerProperties().toBuilder().applyMutation(change).build());
  }

  static ResourceRequirement requirement(String type, String value) {
    return ResourceRequirement.builder().type(type).value(value).build();
  }

  /** One of several containers. */
  static TaskContainerProperties.Builder taskContainer(String name) {
    return TaskContainerProperties.builder()
        .name(name)
        .image("busybox")
        .resourceRequirements(requirement("VCPU", "1"), requirement("MEMORY", "512"));
  }
}
