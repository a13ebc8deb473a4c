package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JQStatus;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;
import software.amazon.awssdk.services.batch.model.NodeRangeProperty;

/**
 * What of a stack has to stay since somebody else in the Region uses it, and by whom. What stays
 * has its own users in turn: with an environment stays its role.
 */
final class OtherUsers {

  private final Inventory inventory;
  private final Map<AwsResource, List<String>> users = new LinkedHashMap<>();

  private OtherUsers(Inventory inventory) {
    this.inventory = inventory;
  }

  /** Who uses each thing that has to stay. */
  static Map<AwsResource, List<String>> of(Inventory inventory) {
    OtherUsers others = new OtherUsers(inventory);
    others.find(ResourceKind.COMPUTE_ENVIRONMENT, others::queuesOf);
    others.find(ResourceKind.SECURITY_GROUP, others::environmentsInGroup);
    others.find(ResourceKind.LAUNCH_TEMPLATE, others::environmentsOfTemplate);
    others.find(ResourceKind.INSTANCE_PROFILE, others::environmentsOfProfile);
    others.find(ResourceKind.ROLE, others::usersOfRole);
    return others.users;
  }

  static String sentence(List<String> users) {
    return String.join(", ", users) + (users.size() == 1 ? " uses it" : " use it");
  }

  private void find(ResourceKind kind, Function<AwsResource, List<String>> usersOf) {
    for (AwsResource resource : inventory.of(kind)) {
      List<String> found = usersOf.apply(resource);
      if (!found.isEmpty()) {
        users.put(resource, found);
      }
    }
  }

  private List<String> queuesOf(AwsResource environment) {
    Set<String> own = ids(ResourceKind.JOB_QUEUE);
    return inventory.queues().stream()
        .filter(queue -> !own.contains(queue.jobQueueArn()) && queue.status() != JQStatus.DELETING)
        .filter(queue -> refersTo(queue, environment))
        .map(queue -> label(ResourceKind.JOB_QUEUE, queue.jobQueueName()))
        .toList();
  }

  static boolean refersTo(JobQueueDetail queue, AwsResource environment) {
    return queue.computeEnvironmentOrder().stream()
        .anyMatch(entry -> names(entry.computeEnvironment(), environment));
  }

  private List<String> environmentsInGroup(AwsResource group) {
    return staying()
        .filter(it -> resources(it).anyMatch(r -> r.securityGroupIds().contains(group.id())))
        .map(it -> label(ResourceKind.COMPUTE_ENVIRONMENT, it.computeEnvironmentName()))
        .toList();
  }

  private List<String> environmentsOfTemplate(AwsResource template) {
    return staying()
        .filter(it -> usesTemplate(it, template))
        .map(it -> label(ResourceKind.COMPUTE_ENVIRONMENT, it.computeEnvironmentName()))
        .toList();
  }

  static boolean usesTemplate(ComputeEnvironmentDetail environment, AwsResource template) {
    return resources(environment)
        .map(ComputeResource::launchTemplate)
        .filter(Objects::nonNull)
        .anyMatch(
            it ->
                means(template, it.launchTemplateName(), it.launchTemplateId())
                    || it.overrides().stream()
                        .anyMatch(
                            other ->
                                means(
                                    template,
                                    other.launchTemplateName(),
                                    other.launchTemplateId())));
  }

  private static boolean means(AwsResource template, @Nullable String name, @Nullable String id) {
    return template.awsName().equals(name) || template.id().equals(id);
  }

  private List<String> environmentsOfProfile(AwsResource profile) {
    return staying()
        .filter(it -> resources(it).anyMatch(r -> names(r.instanceRole(), profile)))
        .map(it -> label(ResourceKind.COMPUTE_ENVIRONMENT, it.computeEnvironmentName()))
        .toList();
  }

  private List<String> usersOfRole(AwsResource role) {
    List<String> found = new ArrayList<>();
    Set<String> going =
        inventory.of(ResourceKind.INSTANCE_PROFILE).stream()
            .filter(profile -> !users.containsKey(profile))
            .map(AwsResource::awsName)
            .collect(Collectors.toSet());
    inventory.profilesByRole().getOrDefault(role.awsName(), List.of()).stream()
        .filter(profile -> !going.contains(profile))
        .forEach(profile -> found.add(label(ResourceKind.INSTANCE_PROFILE, profile)));
    staying()
        .filter(environment -> usesRole(environment, role))
        .forEach(
            it -> found.add(label(ResourceKind.COMPUTE_ENVIRONMENT, it.computeEnvironmentName())));
    Set<String> own = ids(ResourceKind.JOB_DEFINITION);
    inventory.definitions().stream()
        .filter(definition -> !own.contains(definition.jobDefinitionArn()))
        .filter(definition -> roles(definition).anyMatch(it -> names(it, role)))
        .forEach(
            it ->
                found.add(
                    label(
                        ResourceKind.JOB_DEFINITION,
                        it.jobDefinitionName() + ":" + it.revision())));
    return found;
  }

  /** Whether Batch itself, or the Spot fleet, works in this role. */
  static boolean usesRole(ComputeEnvironmentDetail environment, AwsResource role) {
    return names(environment.serviceRole(), role)
        || resources(environment).anyMatch(r -> names(r.spotIamFleetRole(), role));
  }

  static Stream<ComputeResource> resources(ComputeEnvironmentDetail environment) {
    return Stream.ofNullable(environment.computeResources());
  }

  /** Whether a member of a request, which may be a name or an ARN, means this. */
  static boolean names(@Nullable String given, AwsResource resource) {
    return resource.id().equals(given) || resource.awsName().equals(given);
  }

  /** The environments that stay, the stack's own among them. */
  private Stream<ComputeEnvironmentDetail> staying() {
    Set<String> going =
        inventory.of(ResourceKind.COMPUTE_ENVIRONMENT).stream()
            .filter(environment -> !users.containsKey(environment))
            .map(AwsResource::id)
            .collect(Collectors.toSet());
    return inventory.environments().stream()
        .filter(environment -> !going.contains(environment.computeEnvironmentArn()));
  }

  private Set<String> ids(ResourceKind kind) {
    return inventory.of(kind).stream().map(AwsResource::id).collect(Collectors.toSet());
  }

  /** The roles of the containers of a definition of any kind but EKS, which knows none. */
  private static Stream<String> roles(JobDefinition definition) {
    Stream<ContainerProperties> containers =
        Stream.concat(
            Stream.ofNullable(definition.containerProperties()),
            Optional.ofNullable(definition.nodeProperties()).stream()
                .flatMap(nodes -> nodes.nodeRangeProperties().stream())
                .map(NodeRangeProperty::container)
                .filter(Objects::nonNull));
    Stream<String> ofTasks =
        Optional.ofNullable(definition.ecsProperties()).stream()
            .flatMap(ecs -> ecs.taskProperties().stream())
            .flatMap(task -> Stream.of(given(task.taskRoleArn()), given(task.executionRoleArn())));
    return Stream.concat(
        containers.flatMap(it -> Stream.of(given(it.jobRoleArn()), given(it.executionRoleArn()))),
        ofTasks);
  }

  private static String given(@Nullable String role) {
    return role == null ? "" : role;
  }

  private static String label(ResourceKind kind, String awsName) {
    return kind.label() + " " + awsName;
  }
}
