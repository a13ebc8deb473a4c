package io.github.spotbatch.internal.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesResponse;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;

/** Definitions, queues and environments as AWS Batch would describe them, and who asked. */
final class StubDescriptions {

  static final String DEFINITIONS = "DescribeJobDefinitions";
  static final String QUEUES = "DescribeJobQueues";
  static final String ENVIRONMENTS = "DescribeComputeEnvironments";

  private static final String ARN = "arn:aws:batch:eu-central-1:123456789012:";

  /** The names of the operations, in order. */
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  final List<DescribeJobDefinitionsRequest> definitionRequests =
      Collections.synchronizedList(new ArrayList<>());

  /** What happens first in an operation; it may throw. */
  final Map<String, Runnable> before = new HashMap<>();

  /** Operations whose answer is null. */
  final List<String> silent = new ArrayList<>();

  /** A token for more revisions. */
  @Nullable String nextToken;

  private final List<JobDefinition> revisions = new ArrayList<>();
  private final Map<String, List<String>> queues = new LinkedHashMap<>();
  private final Map<String, ComputeEnvironmentDetail> environments = new LinkedHashMap<>();

  /** Of a caller who may describe nothing. */
  static StubDescriptions denied() {
    StubDescriptions denied = new StubDescriptions();
    for (String operation : List.of(DEFINITIONS, QUEUES, ENVIRONMENTS)) {
      denied.before.put(operation, () -> deny(operation));
    }
    return denied;
  }

  static void deny(String operation) {
    throw StubBatch.failure(
        403, "AccessDeniedException", "not authorized to perform: batch:" + operation);
  }

  /** Registers an active revision; its tag is left out if there is no text for it. */
  void definition(String name, int revision, @Nullable String architecture) {
    Map<String, String> tags = new HashMap<>(Map.of("Team", "render"));
    if (architecture != null) {
      tags.put("spotbatch:architecture", architecture);
    }
    revisions.add(
        JobDefinition.builder()
            .jobDefinitionName(name)
            .revision(revision)
            .jobDefinitionArn(ARN + "job-definition/" + name + ":" + revision)
            .status("ACTIVE")
            .tags(tags)
            .build());
  }

  void deregister(String name, int revision) {
    revisions.replaceAll(
        it ->
            it.jobDefinitionName().equals(name) && it.revision() == revision
                ? it.toBuilder().status("INACTIVE").build()
                : it);
  }

  /** Makes a queue, or gives it other environments. */
  void queue(String name, String... environmentNames) {
    queues.put(name, List.of(environmentNames));
  }

  void environment(String name, String... instanceTypes) {
    environment(name, ComputeResource.builder().instanceTypes(instanceTypes).build());
  }

  void environment(String name, @Nullable ComputeResource resources) {
    environments.put(
        name,
        ComputeEnvironmentDetail.builder()
            .computeEnvironmentName(name)
            .computeEnvironmentArn(arn(name))
            .computeResources(resources)
            .build());
  }

  DescribeJobDefinitionsResponse definitions(DescribeJobDefinitionsRequest request) {
    definitionRequests.add(request);
    return answer(
        DEFINITIONS,
        () ->
            DescribeJobDefinitionsResponse.builder()
                .jobDefinitions(revisions.stream().filter(it -> wanted(it, request)).toList())
                .nextToken(nextToken)
                .build());
  }

  private static boolean wanted(JobDefinition it, DescribeJobDefinitionsRequest request) {
    return request.jobDefinitions().contains(it.jobDefinitionArn())
        || request.jobDefinitions().contains(it.jobDefinitionName() + ":" + it.revision())
        || (it.jobDefinitionName().equals(request.jobDefinitionName())
            && it.status().equals(request.status()));
  }

  DescribeJobQueuesResponse queues(DescribeJobQueuesRequest request) {
    return answer(
        QUEUES,
        () ->
            DescribeJobQueuesResponse.builder()
                .jobQueues(
                    request.jobQueues().stream()
                        .filter(queues::containsKey)
                        .map(this::queue)
                        .toList())
                .build());
  }

  private JobQueueDetail queue(String name) {
    return JobQueueDetail.builder()
        .jobQueueName(name)
        .computeEnvironmentOrder(
            queues.get(name).stream()
                .map(
                    environment ->
                        ComputeEnvironmentOrder.builder()
                            .computeEnvironment(arn(environment))
                            .build())
                .toList())
        .build();
  }

  DescribeComputeEnvironmentsResponse environments(DescribeComputeEnvironmentsRequest request) {
    return answer(
        ENVIRONMENTS,
        () ->
            DescribeComputeEnvironmentsResponse.builder()
                .computeEnvironments(
                    environments.values().stream()
                        .filter(
                            it ->
                                request.computeEnvironments().contains(it.computeEnvironmentArn()))
                        .toList())
                .build());
  }

  private <T> @Nullable T answer(String operation, Supplier<T> answer) {
    calls.add(operation);
    before.getOrDefault(operation, () -> {}).run();
    return silent.contains(operation) ? null : answer.get();
  }

  private static String arn(String environment) {
    return ARN + "compute-environment/" + environment;
  }
}
