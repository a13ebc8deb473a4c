package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.StackSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Compiles what a stack keeps: images and log lines. */
final class Storage {

  private static final String LOGS = "logs";

  private Storage() {}

  static Id logGroupId(Names names) {
    return new Id(ResourceKind.LOG_GROUP, names.logGroup());
  }

  static CompiledResource logGroup(StackSpec stack, Names names) {
    return new CompiledResource(
        logGroupId(names),
        LOGS,
        List.of(
            CreateLogGroupRequest.builder()
                .logGroupName(names.logGroup())
                .tags(Protection.marked(stack, names.tags(LOGS, stack.tags())))
                .build(),
            PutRetentionPolicyRequest.builder()
                .logGroupName(names.logGroup())
                .retentionInDays(Math.toIntExact(stack.logRetention().toDays()))
                .build()),
        Set.of(),
        List.of());
  }

  static CompiledResource repository(StackSpec stack, RepositorySpec repository, Names names) {
    String awsName = names.repository(repository.name());
    Map<String, String> users = ComputeEnvironments.merged(stack.tags(), repository.tags());
    List<Tag> tags =
        new TreeMap<>(names.tags(repository.name(), users))
            .entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    CreateRepositoryRequest request =
        CreateRepositoryRequest.builder()
            .repositoryName(awsName)
            .imageTagMutability(repository.imageTagMutability().name())
            .imageScanningConfiguration(scan -> scan.scanOnPush(repository.scanOnPush()))
            .tags(tags)
            .build();
    List<AwsRequest> requests = new ArrayList<>(List.of(request));
    repository
        .untaggedExpiry()
        .ifPresent(expiry -> requests.add(LifecycleText.request(awsName, expiry)));
    return new CompiledResource(
        new Id(ResourceKind.REPOSITORY, awsName), repository.name(), requests, Set.of(), List.of());
  }
}
