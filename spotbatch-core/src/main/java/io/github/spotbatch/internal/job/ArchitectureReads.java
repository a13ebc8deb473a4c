package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.internal.compile.ArchitectureTag;
import io.github.spotbatch.spec.CpuArchitecture;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsResponse;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;
import software.amazon.awssdk.services.batch.model.JobDefinition;

/** Reads what an image and the instances of a queue are, one call each, on this thread. */
final class ArchitectureReads {

  private static final String ACTIVE = "ACTIVE";

  private final AwsClients clients;
  private final AwsCalls calls;

  ArchitectureReads(AwsClients clients, AwsCalls calls) {
    this.clients = clients;
    this.calls = calls;
  }

  /** What the image of a definition runs on; empty if its tags do not tell. */
  Set<CpuArchitecture> image(String definition) {
    DescribeJobDefinitionsResponse found =
        calls.call(describe(definition), clients.batch()::describeJobDefinitions);
    if (found.nextToken() != null) {
      // More revisions than an answer holds: which of them is the latest would take more calls.
      return Set.of();
    }
    return found.jobDefinitions().stream()
        .filter(revision -> ACTIVE.equals(revision.status()))
        .max(Comparator.comparing(JobDefinition::revision))
        .map(revision -> ArchitectureTag.read(revision.tags()))
        .orElse(Set.of());
  }

  /** A definition as a job names it: by name, {@code name:revision} or ARN. */
  private static DescribeJobDefinitionsRequest describe(String definition) {
    String withRevision = definition.substring(definition.lastIndexOf('/') + 1);
    DescribeJobDefinitionsRequest.Builder request = DescribeJobDefinitionsRequest.builder();
    return withRevision.contains(":")
        ? request.jobDefinitions(definition).build()
        : request.jobDefinitionName(withRevision).status(ACTIVE).build();
  }

  /** The ARNs of a queue's environments; none if there is no such queue. */
  List<String> environmentArns(String queue) {
    DescribeJobQueuesRequest request = DescribeJobQueuesRequest.builder().jobQueues(queue).build();
    return calls.call(request, clients.batch()::describeJobQueues).jobQueues().stream()
        .flatMap(detail -> detail.computeEnvironmentOrder().stream())
        .map(ComputeEnvironmentOrder::computeEnvironment)
        .toList();
  }

  /** The environments; one that is gone does not tell anything. */
  List<QueueEnvironment> environments(List<String> arns) {
    if (arns.isEmpty()) {
      // Such a request would ask for all that the account has.
      return List.of();
    }
    DescribeComputeEnvironmentsRequest request =
        DescribeComputeEnvironmentsRequest.builder().computeEnvironments(arns).build();
    List<ComputeEnvironmentDetail> found =
        calls.call(request, clients.batch()::describeComputeEnvironments).computeEnvironments();
    return arns.stream().map(arn -> environment(arn, found)).toList();
  }

  private static QueueEnvironment environment(String arn, List<ComputeEnvironmentDetail> found) {
    return found.stream()
        .filter(detail -> arn.equals(detail.computeEnvironmentArn()))
        .findFirst()
        .map(detail -> new QueueEnvironment(detail.computeEnvironmentName(), of(detail)))
        .orElse(new QueueEnvironment(arn, Set.of()));
  }

  /** Empty if one of the instance types does not tell, or if there are none, as with Fargate. */
  private static Set<CpuArchitecture> of(ComputeEnvironmentDetail environment) {
    if (environment.computeResources() == null) {
      return Set.of();
    }
    Set<CpuArchitecture> architectures = EnumSet.noneOf(CpuArchitecture.class);
    for (String type : environment.computeResources().instanceTypes()) {
      Optional<CpuArchitecture> told = CpuArchitecture.ofInstanceType(type);
      if (told.isEmpty()) {
        return Set.of();
      }
      architectures.add(told.get());
    }
    return Set.copyOf(architectures);
  }
}
