package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;

/** Which ECS clusters of a queue's compute environments have Spot instances, and which have not. */
final class SpotClusters {

  private final AwsClients clients;
  private final AwsCalls calls;

  SpotClusters(AwsClients clients, AwsCalls calls) {
    this.clients = clients;
    this.calls = calls;
  }

  /** Whether the hosts are Spot, by the clusters' names; two calls. */
  Map<String, Boolean> find(Collection<String> queues) {
    List<String> environments = environments(queues);
    if (environments.isEmpty()) {
      // Such a request would ask for all that the account has.
      return Map.of();
    }
    DescribeComputeEnvironmentsRequest request =
        DescribeComputeEnvironmentsRequest.builder().computeEnvironments(environments).build();
    Map<String, Boolean> spot = new HashMap<>();
    calls
        .call(request, clients.batch()::describeComputeEnvironments)
        .computeEnvironments()
        .forEach(environment -> add(environment, spot));
    return spot;
  }

  private List<String> environments(Collection<String> queues) {
    if (queues.isEmpty()) {
      return List.of();
    }
    DescribeJobQueuesRequest request = DescribeJobQueuesRequest.builder().jobQueues(queues).build();
    return calls.call(request, clients.batch()::describeJobQueues).jobQueues().stream()
        .flatMap(queue -> queue.computeEnvironmentOrder().stream())
        .map(ComputeEnvironmentOrder::computeEnvironment)
        .distinct()
        .toList();
  }

  /** An unmanaged environment does not tell what its hosts are. */
  private static void add(ComputeEnvironmentDetail environment, Map<String, Boolean> spot) {
    String cluster = environment.ecsClusterArn();
    if (cluster == null || environment.computeResources() == null) {
      return;
    }
    CRType type = environment.computeResources().type();
    if (type == CRType.SPOT || type == CRType.EC2) {
      spot.put(cluster.substring(cluster.lastIndexOf('/') + 1), type == CRType.SPOT);
    }
  }
}
