package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobHost;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;

/**
 * Finds the EC2 instance behind an ECS container instance. It is the only class for jobs that needs
 * the SDK's ecs jar, so it is made only when it is asked something.
 */
final class JobHosts {

  private static final String INSTANCE_TYPE = "ecs.instance-type";
  private static final String ZONE = "ecs.availability-zone";

  private final AwsClients clients;
  private final AwsCalls calls;

  JobHosts(AwsClients clients, AwsCalls calls) {
    this.clients = clients;
    this.calls = calls;
  }

  Optional<JobHost> find(String containerInstanceArn) {
    // arn:aws:ecs:eu-central-1:123456789012:container-instance/<cluster>/<id>
    String[] path = containerInstanceArn.split("/", -1);
    if (path.length != 3) {
      return Optional.empty();
    }
    DescribeContainerInstancesRequest request =
        DescribeContainerInstancesRequest.builder()
            .cluster(path[1])
            .containerInstances(containerInstanceArn)
            .build();
    try {
      return calls
          .call(request, clients.ecs()::describeContainerInstances)
          .containerInstances()
          .stream()
          .findFirst()
          .map(JobHosts::host);
    } catch (ClusterNotFoundException e) {
      return Optional.empty();
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
        attributes.getOrDefault(ZONE, "unknown"));
  }
}
