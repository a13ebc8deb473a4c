package io.github.spotbatch.internal.compile;

import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource.Id;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobStateTimeLimit;
import io.github.spotbatch.spec.StackSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.JQState;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitAction;

/** Compiles job queues. */
final class JobQueues {

  private JobQueues() {}

  static CompiledResource compile(StackSpec stack, JobQueueSpec queue, Names names) {
    List<String> environments = queue.computeEnvironments();
    List<ComputeEnvironmentOrder> order =
        IntStream.range(0, environments.size())
            .mapToObj(
                i ->
                    ComputeEnvironmentOrder.builder()
                        .order(i + 1)
                        .computeEnvironment(
                            ComputeEnvironments.id(names, environments.get(i)).awsName())
                        .build())
            .toList();
    CreateJobQueueRequest.Builder request =
        CreateJobQueueRequest.builder()
            .jobQueueName(names.jobQueue(queue.name()))
            .state(JQState.fromValue(queue.state().name()))
            .priority(queue.priority())
            .computeEnvironmentOrder(order)
            .schedulingPolicyArn(queue.schedulingPolicyArn().orElse(null))
            .tags(
                Protection.marked(
                    stack,
                    names.tags(
                        queue.name(), ComputeEnvironments.merged(stack.tags(), queue.tags()))));
    if (!queue.jobStateTimeLimits().isEmpty()) {
      request.jobStateTimeLimitActions(
          queue.jobStateTimeLimits().stream().map(JobQueues::timeLimit).toList());
    }
    Set<Id> dependsOn =
        environments.stream()
            .map(environment -> ComputeEnvironments.id(names, environment))
            .collect(Collectors.toSet());
    return new CompiledResource(
        new Id(ResourceKind.JOB_QUEUE, names.jobQueue(queue.name())),
        queue.name(),
        List.of(request.build()),
        dependsOn,
        List.of());
  }

  private static JobStateTimeLimitAction timeLimit(JobStateTimeLimit limit) {
    return JobStateTimeLimitAction.builder()
        .reason(limit.reason().code())
        .state("RUNNABLE")
        .action("CANCEL")
        .maxTimeSeconds(Math.toIntExact(limit.maxTime().toSeconds()))
        .build();
  }
}
