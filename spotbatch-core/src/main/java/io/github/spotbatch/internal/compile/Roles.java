package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.spec.ComputeEnvironmentSpec;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.Tag;

/** The roles of a stack. One role can have several uses; it then gets what each of them needs. */
final class Roles {

  private record Used(RoleSpec spec, Set<RoleUse> uses) {}

  private final StackSpec stack;
  private final Names names;
  private final Target target;
  private final Map<String, Used> made = new LinkedHashMap<>();

  Roles(StackSpec stack, Names names, Target target) {
    this.stack = stack;
    this.names = names;
    this.target = target;
    for (ComputeEnvironmentSpec environment : stack.computeEnvironments()) {
      environment.serviceRole().ifPresent(role -> use(role, RoleUse.SERVICE));
      use(environment.instanceRole(), RoleUse.INSTANCE);
      if (environment instanceof SpotComputeEnvironment spot) {
        spot.spotFleetRole().ifPresent(role -> use(role, RoleUse.SPOT_FLEET));
      }
    }
    for (JobDefinitionSpec definition : stack.jobDefinitions()) {
      definition.jobRole().ifPresent(role -> use(role, RoleUse.JOB));
      definition.executionRole().ifPresent(role -> use(role, RoleUse.EXECUTION));
    }
  }

  /** The ARN of a role: the user's, or that of the one that is made. */
  String arn(RoleSpec role) {
    return role.existingArn().orElseGet(() -> target.roleArn(names.role(role.name())));
  }

  /** Batch wants the profile around an instance's role, and by its ARN since it has a path. */
  String instanceProfileArn(RoleSpec role) {
    return role.existingArn().orElseGet(() -> target.instanceProfileArn(names.role(role.name())));
  }

  Optional<Id> id(RoleSpec role) {
    return made(ResourceKind.ROLE, role);
  }

  Optional<Id> instanceProfileId(RoleSpec role) {
    return made(ResourceKind.INSTANCE_PROFILE, role);
  }

  List<CompiledResource> compile() {
    List<CompiledResource> resources = new ArrayList<>();
    for (Used role : made.values()) {
      resources.add(role(role));
      if (role.uses().contains(RoleUse.INSTANCE)) {
        resources.add(instanceProfile(role.spec()));
      }
    }
    return resources;
  }

  private void use(RoleSpec role, RoleUse use) {
    if (role.existingArn().isEmpty()) {
      made.computeIfAbsent(role.name(), name -> new Used(role, EnumSet.noneOf(RoleUse.class)))
          .uses()
          .add(use);
    }
  }

  private Optional<Id> made(ResourceKind kind, RoleSpec role) {
    return role.existingArn().isPresent()
        ? Optional.empty()
        : Optional.of(new Id(kind, names.role(role.name())));
  }

  private CompiledResource role(Used used) {
    RoleSpec role = used.spec();
    String roleName = names.role(role.name());
    List<AwsRequest> requests = new ArrayList<>();
    requests.add(
        CreateRoleRequest.builder()
            .roleName(roleName)
            .path(Names.IAM_PATH)
            .assumeRolePolicyDocument(trustPolicy(used.uses(), target))
            .permissionsBoundary(
                role.permissionsBoundary().or(stack::permissionsBoundary).orElse(null))
            .tags(tags(role.name()))
            .build());
    for (String policyArn : policyArns(used)) {
      requests.add(
          AttachRolePolicyRequest.builder().roleName(roleName).policyArn(policyArn).build());
    }
    new TreeMap<>(role.inlinePolicies())
        .forEach(
            (policyName, document) ->
                requests.add(
                    PutRolePolicyRequest.builder()
                        .roleName(roleName)
                        .policyName(policyName)
                        .policyDocument(document)
                        .build()));
    Id id = new Id(ResourceKind.ROLE, roleName);
    return new CompiledResource(id, role.name(), requests, Set.of(), List.of());
  }

  private CompiledResource instanceProfile(RoleSpec role) {
    String name = names.role(role.name());
    return new CompiledResource(
        new Id(ResourceKind.INSTANCE_PROFILE, name),
        role.name(),
        List.of(
            CreateInstanceProfileRequest.builder()
                .instanceProfileName(name)
                .path(Names.IAM_PATH)
                .tags(tags(role.name()))
                .build(),
            AddRoleToInstanceProfileRequest.builder()
                .instanceProfileName(name)
                .roleName(name)
                .build()),
        Set.of(new Id(ResourceKind.ROLE, name)),
        List.of());
  }

  private Set<String> policyArns(Used used) {
    Set<String> arns = new LinkedHashSet<>();
    used.uses().forEach(use -> use.policyName().map(target::managedPolicyArn).ifPresent(arns::add));
    arns.addAll(used.spec().managedPolicyArns());
    return arns;
  }

  /** One statement for each service, for not every one of them can satisfy a condition. */
  static String trustPolicy(Set<RoleUse> uses, Target target) {
    Map<String, List<String>> sources = new LinkedHashMap<>();
    uses.forEach(use -> sources.putIfAbsent(use.principal(), use.sources(target)));
    return sources.entrySet().stream()
        .map(service -> trust(service.getKey(), service.getValue(), target))
        .collect(Collectors.joining(",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"));
  }

  private static String trust(String principal, List<String> sources, Target target) {
    return "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
        + principal
        + "\"},\"Action\":\"sts:AssumeRole\""
        + (sources.isEmpty() ? "" : ",\"Condition\":" + condition(sources, target))
        + "}";
  }

  /** Keeps other accounts from having the service use the role for them. */
  private static String condition(List<String> sources, Target target) {
    String arns =
        sources.stream().map(arn -> '"' + arn + '"').collect(Collectors.joining(",", "[", "]"));
    return "{\"StringEquals\":{\"aws:SourceAccount\":\""
        + target.account()
        + "\"},\"ArnLike\":{\"aws:SourceArn\":"
        + arns
        + "}}";
  }

  private List<Tag> tags(String name) {
    return new TreeMap<>(names.tags(name, stack.tags()))
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }
}
