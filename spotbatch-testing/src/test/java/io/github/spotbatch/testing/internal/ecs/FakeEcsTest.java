package io.github.spotbatch.testing.internal.ecs;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.internal.Neighbours;
import io.github.spotbatch.testing.internal.ec2.Instance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.Failure;

class FakeEcsTest {

  private final Neighbours neighbours = new Neighbours();
  private final EcsState state = neighbours.scope.ecs();
  private final EcsClient ecs = neighbours.ecs();
  private final String cluster = state.createCluster("AWSBatch-demo");
  private final Instance instance = launch();
  private final String arn = state.register(cluster, instance);

  @Test
  void describe_registered_showsItsInstance() {
    ContainerInstance host = describe(arn).get(0);

    assertThat(arn)
        .matches(
            "arn:aws:ecs:us-east-1:123456789012:container-instance/AWSBatch-demo/[0-9a-f]{32}");
    assertThat(host.ec2InstanceId()).isEqualTo(instance.id());
    assertThat(host.status()).isEqualTo("ACTIVE");
    assertThat(host.attributes())
        .contains(
            Attribute.builder().name("ecs.instance-type").value("c5.large").build(),
            Attribute.builder().name("ecs.availability-zone").value("us-east-1a").build());
  }

  @Test
  void describe_byIdAndClusterName_isTheSame() {
    String id = arn.substring(arn.lastIndexOf('/') + 1);

    assertThat(
            ecs.describeContainerInstances(it -> it.cluster("AWSBatch-demo").containerInstances(id))
                .containerInstances())
        .extracting(ContainerInstance::containerInstanceArn)
        .containsExactly(arn);
  }

  @Test
  void describe_deregistered_isMissing() {
    state.deregister(arn);

    var answer = ecs.describeContainerInstances(it -> it.cluster(cluster).containerInstances(arn));

    assertThat(answer.containerInstances()).isEmpty();
    assertThat(answer.failures())
        .containsExactly(Failure.builder().arn(arn).reason("MISSING").build());
  }

  @Test
  void describe_ofAnotherCluster_isMissing() {
    String other = state.createCluster("other");

    assertThat(
            ecs.describeContainerInstances(it -> it.cluster(other).containerInstances(arn))
                .failures())
        .hasSize(1);
  }

  @Test
  void describe_absentCluster_isRefused() {
    assertRefused(
        () -> ecs.describeContainerInstances(it -> it.cluster("none").containerInstances(arn)),
        "ClusterNotFoundException",
        400,
        "Cluster not found.");
  }

  @Test
  void describe_deletedCluster_isRefused() {
    state.deleteCluster(cluster);

    assertRefused(() -> describe(arn), "ClusterNotFoundException", 400, "Cluster not found.");
  }

  @Test
  void describe_nothing_isRefused() {
    assertRefused(
        () -> ecs.describeContainerInstances(it -> it.cluster(cluster)),
        "InvalidParameterException",
        400,
        "Container instances cannot be empty.");
  }

  @Test
  void list_pages_comeWhole() {
    String second = state.register(cluster, launch());
    String third = state.register(cluster, launch());

    assertThat(
            ecs.listContainerInstancesPaginator(it -> it.cluster(cluster).maxResults(2))
                .containerInstanceArns())
        .containsExactlyInAnyOrder(arn, second, third);
  }

  @Test
  void list_byStatus_showsTheHostsOfThatStatus() {
    String second = state.register(cluster, launch());
    state.drain(second);

    assertThat(describe(second).get(0).status()).isEqualTo("DRAINING");
    assertThat(list(ContainerInstanceStatus.DRAINING)).containsExactly(second);
    assertThat(list(ContainerInstanceStatus.ACTIVE)).containsExactly(arn);
    assertThat(list(ContainerInstanceStatus.REGISTERING)).isEmpty();
    assertThat(ecs.listContainerInstances(it -> it.cluster(cluster)).containerInstanceArns())
        .containsExactlyInAnyOrder(arn, second);
  }

  private List<String> list(ContainerInstanceStatus status) {
    return ecs.listContainerInstances(it -> it.cluster(cluster).status(status))
        .containerInstanceArns();
  }

  @Test
  void list_withFilter_failsWithItsName() {
    assertThatThrownBy(
            () -> ecs.listContainerInstances(it -> it.cluster(cluster).filter("attribute:x")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "spotbatch-testing does not model ecs ListContainerInstances" + " [parameter=filter]");
  }

  private List<ContainerInstance> describe(String hostArn) {
    return ecs.describeContainerInstances(it -> it.cluster(cluster).containerInstances(hostArn))
        .containerInstances();
  }

  private Instance launch() {
    String subnet = neighbours.scope.ec2().subnets().iterator().next().id();
    return neighbours
        .scope
        .ec2()
        .launch("c5.large", subnet, true, Map.of(), List.of(), null, "ami-0123456789abcdef0");
  }
}
