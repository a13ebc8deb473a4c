package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobHost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;

/**
 * What EC2 says of hosts that were lost, which it does for about an hour after they are gone. It is
 * the only class for jobs that needs the SDK's ec2 jar, so it is made only when it is asked
 * something.
 */
final class Ec2Words {

  /** EC2's own codes for a Spot instance that it took back. */
  private static final Set<String> TAKEN_BY_SPOT =
      Set.of("Server.SpotInstanceTermination", "Server.SpotInstanceShutdown");

  /** As many values as a filter may have. */
  private static final int INSTANCES_PER_CALL = 200;

  private final AwsClients clients;
  private final AwsCalls calls;

  Ec2Words(AwsClients clients, AwsCalls calls) {
    this.clients = clients;
    this.calls = calls;
  }

  /** By instance id; those that EC2 has forgotten are left out. */
  Map<String, LostHost> find(List<String> instanceIds) {
    Map<String, LostHost> hosts = new HashMap<>();
    for (int from = 0; from < instanceIds.size(); from += INSTANCES_PER_CALL) {
      int to = Math.min(instanceIds.size(), from + INSTANCES_PER_CALL);
      describe(instanceIds.subList(from, to))
          .forEach(instance -> hosts.put(instance.instanceId(), host(instance)));
    }
    return hosts;
  }

  /** By a filter, because EC2 refuses a whole list of ids for one that it has forgotten. */
  private List<Instance> describe(List<String> ids) {
    DescribeInstancesRequest first =
        DescribeInstancesRequest.builder()
            .filters(Filter.builder().name("instance-id").values(ids).build())
            .build();
    List<DescribeInstancesResponse> pages =
        calls.pages(
            first,
            clients.ec2()::describeInstances,
            (page, answer) ->
                answer.nextToken() == null
                    ? null
                    : page.toBuilder().nextToken(answer.nextToken()).build());
    return pages.stream()
        .flatMap(page -> page.reservations().stream())
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  private static LostHost host(Instance instance) {
    boolean taken =
        instance.stateReason() != null && TAKEN_BY_SPOT.contains(instance.stateReason().code());
    String zone = instance.placement() == null ? null : instance.placement().availabilityZone();
    JobHost host =
        new JobHost(
            instance.instanceId(),
            Optional.ofNullable(instance.instanceTypeAsString()).orElse("unknown"),
            Optional.ofNullable(zone).orElse("unknown"),
            Optional.of(instance.instanceLifecycle() == InstanceLifecycleType.SPOT));
    return new LostHost(host, taken);
  }
}
