package io.github.spotbatch.testing.internal.ecs;

import io.github.spotbatch.testing.internal.Faults;
import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.ec2.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;

/** ECS as the SDK sees it. Nothing else names its SDK classes, which may be absent. */
public final class FakeEcs {

  private static final int MAX_PAGE = 100;
  private static final String DEFAULT_CLUSTER = "default";

  private final EcsState state;

  public FakeEcs(Scope scope) {
    this.state = scope.ecs();
  }

  public DescribeContainerInstancesResponse describeContainerInstances(
      DescribeContainerInstancesRequest request) {
    Parameters.only(request, "cluster", "containerInstances");
    String cluster = cluster(request.cluster());
    List<String> wanted = request.containerInstances();
    if (wanted.isEmpty()) {
      throw invalid("Container instances cannot be empty.");
    }
    if (wanted.size() > MAX_PAGE) {
      throw invalid("Container instances cannot have more than " + MAX_PAGE + " elements.");
    }
    List<software.amazon.awssdk.services.ecs.model.ContainerInstance> found = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (String idOrArn : wanted) {
      find(cluster, idOrArn)
          .ifPresentOrElse(
              it -> found.add(shape(it)), () -> failures.add(missing(cluster, idOrArn)));
    }
    return DescribeContainerInstancesResponse.builder()
        .containerInstances(found)
        .failures(failures)
        .build();
  }

  public ListContainerInstancesResponse listContainerInstances(
      ListContainerInstancesRequest request) {
    Parameters.only(request, "cluster", "status", "nextToken", "maxResults");
    String cluster = cluster(request.cluster());
    Integer maxResults = request.maxResults();
    if (maxResults != null && (maxResults < 1 || maxResults > MAX_PAGE)) {
      throw invalid("maxResults must be between 1 and " + MAX_PAGE);
    }
    // Hosts of the fake are in the cluster or not: none is on its way in or out.
    String status = request.statusAsString();
    List<String> arns =
        state.containerInstances(cluster).stream()
            .filter(host -> status == null || status.equals(host.status()))
            .map(ContainerInstance::arn)
            .toList();
    Page<String> page =
        Page.byKey(
                arns, arn -> arn, request.nextToken(), maxResults == null ? MAX_PAGE : maxResults)
            .orElseThrow(() -> invalid("Invalid token."));
    return ListContainerInstancesResponse.builder()
        .containerInstanceArns(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private String cluster(@Nullable String nameOrArn) {
    return state
        .cluster(nameOrArn == null ? DEFAULT_CLUSTER : nameOrArn)
        .orElseThrow(
            () ->
                Faults.of(
                    ClusterNotFoundException.builder(),
                    "ClusterNotFoundException",
                    400,
                    "Cluster not found."));
  }

  private Optional<ContainerInstance> find(String cluster, String idOrArn) {
    String arn = arn(cluster, idOrArn);
    return state.containerInstance(arn).filter(it -> it.clusterArn().equals(cluster));
  }

  private static String arn(String cluster, String idOrArn) {
    return idOrArn.startsWith("arn:")
        ? idOrArn
        : cluster.replaceFirst(":cluster/", ":container-instance/") + "/" + idOrArn;
  }

  private static Failure missing(String cluster, String idOrArn) {
    return Failure.builder().arn(arn(cluster, idOrArn)).reason("MISSING").build();
  }

  private static RuntimeException invalid(String message) {
    return Faults.of(
        InvalidParameterException.builder(), "InvalidParameterException", 400, message);
  }

  private static software.amazon.awssdk.services.ecs.model.ContainerInstance shape(
      ContainerInstance host) {
    Instance instance = host.instance();
    return software.amazon.awssdk.services.ecs.model.ContainerInstance.builder()
        .containerInstanceArn(host.arn())
        .ec2InstanceId(instance.id())
        .status(host.status())
        .agentConnected(true)
        .registeredAt(host.registeredAt())
        .attributes(
            attribute("ecs.instance-type", instance.type().name()),
            attribute("ecs.availability-zone", instance.zone()),
            attribute("ecs.ami-id", instance.imageId()),
            attribute("ecs.os-type", "linux"))
        .build();
  }

  private static Attribute attribute(String name, String value) {
    return Attribute.builder().name(name).value(value).build();
  }
}
