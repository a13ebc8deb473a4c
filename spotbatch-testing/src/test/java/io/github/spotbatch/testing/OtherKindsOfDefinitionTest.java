package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.ConsumableResourceRequirement;
import software.amazon.awssdk.services.batch.model.EksContainer;
import software.amazon.awssdk.services.batch.model.EksPodProperties;
import software.amazon.awssdk.services.batch.model.NodeProperties;
import software.amazon.awssdk.services.batch.model.NodeRangeProperty;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

/** Multi-node jobs, jobs on EKS and consumable resources, which can be registered and not run. */
class OtherKindsOfDefinitionTest {

  private static FakeAws aws;
  private static BatchWorld world;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  private static void assertNotRunnable(
      RegisterJobDefinitionRequest.Builder definition, String because) {
    String arn = world.batch.registerJobDefinition(definition.build()).jobDefinitionArn();
    assertThatThrownBy(() -> world.submit("job", r -> r.jobDefinition(arn)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("does not model batch SubmitJob")
        .hasMessageContaining(because);
  }

  @Nested
  class MultiNode {

    static Stream<Refusal<NodeProperties.Builder>> refusals() {
      String count = "Number of nodes must be between 1 and 1000.";
      String main = "Main node index is out of range, must be less than numNodes.";
      return Stream.of(
          wrapped(count, n -> n.numNodes(0)),
          wrapped(count, n -> n.numNodes(1001)),
          wrapped(main, n -> n.mainNode(4)),
          wrapped(main, n -> n.mainNode(-1)),
          wrapped(
              "Maximum allowed size of node range properties is 5",
              n ->
                  n.nodeRangeProperties(
                      IntStream.range(0, 6).mapToObj(i -> range("0:3")).toList())),
          wrapped(
              "targetNodes should contain only digits.",
              n -> n.nodeRangeProperties(range("first"))),
          wrapped(
              "targetNodes 0:4 is out of range, must be less than numNodes.",
              n -> n.nodeRangeProperties(range("0:4"))),
          wrapped(
              "Node ranges must cover all nodes from 0 to 3.",
              n -> n.nodeRangeProperties(range("0:1"), range("3"))),
          wrapped(
              "Must specify container for node range 0:3",
              n -> n.nodeRangeProperties(NodeRangeProperty.builder().targetNodes("0:3").build())),
          wrapped(
              "NodeRangeProperties can not use both ecsProperties and container fields",
              n ->
                  n.nodeRangeProperties(
                      range("0:3").toBuilder()
                          .ecsProperties(
                              e ->
                                  e.taskProperties(
                                      t ->
                                          t.containers(DefinitionParts.taskContainer("a").build())))
                          .build())),
          wrapped(
              "Using instanceTypes with nodeRangeProperty is only allowed for ecsProperties jobs.",
              n ->
                  n.nodeRangeProperties(
                      range("0:3").toBuilder().instanceTypes("c5.large").build())),
          wrapped(
              "ECS Container Image must be provided.",
              n ->
                  n.nodeRangeProperties(
                      range("0:3").toBuilder().container(c -> c.vcpus(1)).build())));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Rule("JD-38")
    void register_oneThingWrong_isRefusedInBatchsWords(Refusal<NodeProperties.Builder> refusal) {
      refusal.check(() -> register(multiNode(refusal.change())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:3", "0:", ":3", "0:1,2:3", "0:3,2", "0,1,2,3", "0:1,1:"})
    @Rule("JD-38")
    void register_rangesThatCoverAllNodes_areTaken(String ranges) {
      List<NodeRangeProperty> properties =
          Stream.of(ranges.split(",", -1)).map(MultiNode::range).toList();

      assertThat(register(multiNode(n -> n.nodeRangeProperties(properties)))).isPositive();
    }

    @Test
    @Rule("JD-38")
    void register_asManyNodesAndRangesAsThereMayBe_isTaken() {
      assertThat(
              register(multiNode(n -> n.numNodes(1).mainNode(0).nodeRangeProperties(range("0")))))
          .isPositive();
      assertThat(
              register(
                  multiNode(
                      n ->
                          n.numNodes(1000)
                              .mainNode(999)
                              .nodeRangeProperties(
                                  range("0"), range("1"), range("2"), range("3"), range("4:999")))))
          .isPositive();
    }

    @Test
    @Rule("JD-38")
    void register_onFargate_isRefused() {
      wrapped("Fargate does not support MNP jobs", any -> {})
          .check(
              () -> register(multiNode(n -> {}).platformCapabilities(PlatformCapability.FARGATE)));
    }

    @Test
    @Rule("JD-3")
    void register_withoutNodes_isRefused() {
      wrapped("Node properties of multinode job is required.", any -> {})
          .check(() -> register(BatchWorld.definition().type("multinode")));
      assertThat(register(multiNode(n -> {}))).isPositive();
    }

    @Test
    void submit_isRefusedByName() {
      assertNotRunnable(multiNode(n -> {}), "nodeProperties");
    }

    private static RegisterJobDefinitionRequest.Builder multiNode(
        Consumer<NodeProperties.Builder> change) {
      NodeProperties nodes =
          NodeProperties.builder()
              .numNodes(4)
              .mainNode(3)
              .nodeRangeProperties(range("0:3"))
              .applyMutation(change)
              .build();
      return RegisterJobDefinitionRequest.builder()
          .jobDefinitionName("nodes")
          .type("multinode")
          .nodeProperties(nodes);
    }

    private static NodeRangeProperty range(String targetNodes) {
      return NodeRangeProperty.builder()
          .targetNodes(targetNodes)
          .container(BatchWorld.definition().build().containerProperties())
          .build();
    }
  }

  @Nested
  class OnEks {

    static Stream<Refusal<EksPodProperties.Builder>> refusals() {
      return Stream.of(
          wrapped(
              "Containers must be provided for Batch on EKS jobs.", p -> p.containers(List.of())),
          wrapped(
              "The container name: a must be unique in multi-container job.",
              p -> p.containers(pod("a", Map.of()), pod("a", Map.of()))),
          wrapped("Unsupported DNS policy value.", p -> p.dnsPolicy("None")),
          wrapped(
              "kubernetesNamespace cannot be the default Kubernetes namespace.",
              p -> p.metadata(m -> m.namespace("default"))),
          wrapped(
              "kubernetesNamespace cannot be a reserved Kubernetes system namespace.",
              p -> p.metadata(m -> m.namespace("kube-system"))),
          wrapped(
              "Invalid Volume mount. Allowed values - Memory or null.",
              p -> p.volumes(v -> v.name("v").emptyDir(e -> e.medium("Disk")))),
          wrapped(
              "Value 100m for type cpu in resources is not valid. Provide a valid number and unit.",
              p -> p.containers(pod("a", Map.of("cpu", "100m")))),
          wrapped(
              "Value 2G for type memory is not valid.",
              p -> p.containers(pod("a", Map.of("memory", "2G")))),
          wrapped(
              "Value half for type nvidia.com/gpu in resources is not valid.",
              p -> p.containers(pod("a", Map.of("nvidia.com/gpu", "half")))),
          wrapped(
              "disk is not a supported type for resources.",
              p -> p.containers(pod("a", Map.of("disk", "1")))),
          wrapped(
              "cpu request must be <= to cpu limit if both are provided.",
              p ->
                  p.containers(
                      pod("a", Map.of("cpu", "1")).toBuilder()
                          .resources(
                              r -> r.limits(Map.of("cpu", "1")).requests(Map.of("cpu", "1.25")))
                          .build())),
          wrapped(
              "gpu request must be equal to gpu limit if both are provided.",
              p ->
                  p.containers(
                      pod("a", Map.of()).toBuilder()
                          .resources(
                              r ->
                                  r.limits(Map.of("nvidia.com/gpu", "2"))
                                      .requests(Map.of("nvidia.com/gpu", "1")))
                          .build())));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void register_oneThingWrong_isRefusedInBatchsWords(Refusal<EksPodProperties.Builder> refusal) {
      refusal.check(() -> register(onEks(refusal.change())));
    }

    @Test
    @Rule("JD-3")
    void register_nothingWrong_isTakenAndRefusedByNameWhenSubmitted() {
      assertNotRunnable(
          onEks(
              p ->
                  p.containers(
                          pod("a", Map.of("cpu", "0.25", "memory", "512Mi", "nvidia.com/gpu", "1")))
                      .dnsPolicy("ClusterFirst")
                      .metadata(m -> m.namespace("jobs"))
                      .volumes(v -> v.name("v").emptyDir(e -> e.medium("Memory")))),
          "eksProperties");
    }

    private static RegisterJobDefinitionRequest.Builder onEks(
        Consumer<EksPodProperties.Builder> change) {
      EksPodProperties pod =
          EksPodProperties.builder()
              .containers(pod("main", Map.of("cpu", "1")))
              .applyMutation(change)
              .build();
      return RegisterJobDefinitionRequest.builder()
          .jobDefinitionName("pod")
          .type("container")
          .eksProperties(e -> e.podProperties(pod));
    }

    private static EksContainer pod(String name, Map<String, String> limits) {
      return EksContainer.builder()
          .name(name)
          .image("busybox")
          .resources(r -> r.limits(limits))
          .build();
    }
  }

  @Nested
  class Consumables {

    @Test
    @Rule("JD-37")
    void register_six_isRefused() {
      wrapped("Each ConsumableResourceProperty can have at most 5 consumableResources", any -> {})
          .check(() -> register(consuming("a", "b", "c", "d", "e", "f")));
    }

    @Test
    void register_oneTwice_isRefused() {
      wrapped("Cannot have duplicate consumableResource in consumableResourceProperties", any -> {})
          .check(() -> register(consuming("a", "a")));
    }

    @Test
    @Rule("JD-37")
    void register_five_isTakenAndRefusedByNameWhenSubmitted() {
      assertNotRunnable(consuming("a", "b", "c", "d", "e"), "consumableResourceProperties");
    }

    private static RegisterJobDefinitionRequest.Builder consuming(String... names) {
      List<ConsumableResourceRequirement> resources =
          Stream.of(names)
              .map(
                  name ->
                      ConsumableResourceRequirement.builder()
                          .consumableResource(name)
                          .quantity(1L)
                          .build())
              .toList();
      return BatchWorld.definition()
          .consumableResourceProperties(c -> c.consumableResourceList(resources));
    }
  }

  @Test
  void instanceType_ofASingleContainer_isNotModelled() {
    assertThatThrownBy(
            () ->
                world.register(
                    d -> d.containerProperties(c -> c.image("busybox").instanceType("c5.large"))))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("containerProperties.instanceType");
    assertThatThrownBy(
            () -> world.submit("job", r -> r.containerOverrides(c -> c.instanceType("c5.large"))))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("containerOverrides.instanceType");
  }

  private static int register(RegisterJobDefinitionRequest.Builder definition) {
    return world.batch.registerJobDefinition(definition.build()).revision();
  }
}
