package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

/** Compiles job definitions. */
final class JobDefinitions {

  private JobDefinitions() {}

  static CompiledResource compile(
      StackSpec stack, JobDefinitionSpec definition, Names names, Roles roles, Images images) {
    String awsName = names.jobDefinition(definition.name());
    Map<String, String> users = ComputeEnvironments.merged(stack.tags(), definition.tags());
    Map<String, String> tags = names.tags(definition.name(), users);
    ArchitectureTag.put(tags, images.architectures(definition));
    RegisterJobDefinitionRequest.Builder request =
        RegisterJobDefinitionRequest.builder()
            .jobDefinitionName(awsName)
            .type(JobDefinitionType.CONTAINER)
            .platformCapabilities(PlatformCapability.EC2)
            .containerProperties(Containers.properties(definition, names, roles, images))
            .retryStrategy(Retries.strategy(definition.retryPolicy()))
            .tags(tags);
    if (!definition.parameters().isEmpty()) {
      request.parameters(definition.parameters());
    }
    definition.timeout().ifPresent(timeout -> request.timeout(Retries.timeout(timeout)));
    definition.schedulingPriority().ifPresent(request::schedulingPriority);
    if (definition.propagateTags()) {
      request.propagateTags(true);
    }
    return new CompiledResource(
        new Id(ResourceKind.JOB_DEFINITION, awsName),
        definition.name(),
        List.of(ContentTag.put(request.build())),
        dependencies(definition, names, roles, images),
        List.of());
  }

  private static Set<Id> dependencies(
      JobDefinitionSpec definition, Names names, Roles roles, Images images) {
    Set<Id> ids = new HashSet<>();
    ids.add(Storage.logGroupId(names));
    images.needed(definition).ifPresent(ids::add);
    definition.jobRole().flatMap(roles::id).ifPresent(ids::add);
    definition.executionRole().flatMap(roles::id).ifPresent(ids::add);
    return ids;
  }
}
