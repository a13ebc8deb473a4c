package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobHost;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;

/**
 * Finds the EC2 instances behind ECS container instances. It is the only class for jobs that needs
 * the SDK's ecs jar, so it is made only when it is asked something.
 */
final class JobHosts {

  private static final String INSTANCE_TYPE = "ecs.instance-type";
  private static final String ZONE = "ecs.availability-zone";
  private static final int INSTANCES_PER_CALL = 100;

  private final AwsClients clients;
  private final AwsCalls calls;

  JobHosts(AwsClients clients, AwsCalls calls) {
    this.clients = clients;
    this.calls = calls;
  }

  /** The cluster in {@code arn:aws:ecs:<region>:<account>:container-instance/<cluster>/<id>}. */
  static Optional<String> cluster(String containerInstanceArn) {
    String[] path = containerInstanceArn.split("/", -1);
    return path.length == 3 ? Optional.of(path[1]) : Optional.empty();
  }

  /** By the container instances' ARNs; those that ECS has forgotten are left out. */
  Map<String, JobHost> find(Collection<String> containerInstanceArns) {
    Map<String, List<String>> byCluster =
        containerInstanceArns.stream()
            .filter(arn -> cluster(arn).isPresent())
            .collect(Collectors.groupingBy(arn -> cluster(arn).orElseThrow()));
    Map<String, JobHost> hosts = new HashMap<>();
    byCluster.forEach(
        (cluster, arns) -> {
          for (int from = 0; from < arns.size(); from += INSTANCES_PER_CALL) {
            int to = Math.min(arns.size(), from + INSTANCES_PER_CALL);
            hosts.putAll(find(cluster, arns.subList(from, to)));
          }
        });
    return hosts;
  }

  private Map<String, JobHost> find(String cluster, List<String> arns) {
    DescribeContainerInstancesRequest request =
        DescribeContainerInstancesRequest.builder()
            .cluster(cluster)
            .containerInstances(arns)
            .build();
    try {
      Map<String, JobHost> hosts = new HashMap<>();
      List<ContainerInstance> found =
          calls.call(request, clients.ecs()::describeContainerInstances).containerInstances();
      found.forEach(instance -> hosts.put(instance.containerInstanceArn(), host(instance)));
      return hosts;
    } catch (ClusterNotFoundException e) {
      return Map.of();
    }
  }

  private static JobHost host(ContainerInstance instance) {
    Map<String, String> attributes =
        instance.attributes().stream()
            .filter(attribute -> attribute.value() != null)
            .collect(Collectors.toMap(Attribute::name, Attribute::value, (a, b) -> a));
    return new JobHost(
        instance.ec2InstanceId(),
        attributes.getOrDefault(INSTANCE_TYPE, "unknown"),
        attributes.getOrDefault(ZONE, "unknown"),
        Optional.empty());
  }
}
