package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.DefinitionParts.requirement;
import static io.github.spotbatch.testing.DefinitionParts.taskContainer;
import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.EcsTaskProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;

/** Definitions of several containers, which can be registered and not run. */
class TaskDefinitionsTest {

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

  static Stream<Refusal<EcsTaskProperties.Builder>> refusals() {
    TaskContainerProperties main = taskContainer("main").build();
    String count = "Number of containers must be between 1 and 10";
    return Stream.of(
        wrapped(count, t -> t.containers(List.of())),
        wrapped(
            count,
            t ->
                t.containers(
                    IntStream.range(0, 11).mapToObj(i -> taskContainer("c" + i).build()).toList())),
        wrapped(
            "At least one container must be set as essential",
            t -> t.containers(taskContainer("main").essential(false).build())),
        wrapped(
            "Container dependency can not be used in a single-container job.",
            t -> t.containers(dependent("main", "other", "START"))),
        wrapped(
            "containerName none must reference a defined container.",
            t -> t.containers(main, dependent("side", "none", "START"))),
        wrapped(
            "TaskContainer dependency HEALTHY is not valid. Valid values are: [START, COMPLETE,"
                + " SUCCESS]",
            t -> t.containers(main, dependent("side", "main", "HEALTHY"))),
        wrapped(
            "The container target of a dependency can not have condition SUCCESS if the target is"
                + " essential",
            t -> t.containers(main, dependent("side", "main", "SUCCESS"))),
        wrapped(
            "The container name: main must be unique in multi-container job.",
            t -> t.containers(main, main)),
        wrapped(
            "vCPU is required.",
            t ->
                t.containers(
                    taskContainer("main")
                        .resourceRequirements(requirement("MEMORY", "512"))
                        .build())),
        wrapped(
            "ipcMode shared is not valid. Valid values are: [host, task, none]",
            t -> t.ipcMode("shared")),
        wrapped(
            "Capability shared is not valid. Valid capabilities: [host, task]",
            t -> t.pidMode("shared")),
        wrapped(
            "When a firelensConfiguration object is specified, at least one container has to be"
                + " configured with the awsfirelens log driver",
            t ->
                t.containers(
                    main,
                    taskContainer("router")
                        .firelensConfiguration(f -> f.type("fluentbit"))
                        .build())),
        wrapped(
            "executionRoleArn cannot be empty when using secrets or secretOptions",
            t ->
                t.containers(
                    taskContainer("main").secrets(s -> s.name("A").valueFrom("arn")).build())),
        wrapped(
            "networkConfiguration not applicable for EC2.",
            t -> t.networkConfiguration(n -> n.assignPublicIp("ENABLED"))),
        wrapped("platformVersion not applicable for EC2.", t -> t.platformVersion("LATEST")),
        wrapped(
            "ephemeralStorage not applicable for EC2.",
            t -> t.ephemeralStorage(e -> e.sizeInGiB(30))),
        wrapped(
            "runtimePlatform is not applicable for EC2.",
            t -> t.runtimePlatform(p -> p.cpuArchitecture("ARM64"))),
        wrapped(
            "EFS configuration fileSystemId is not valid: mine.",
            t -> t.volumes(v -> v.efsVolumeConfiguration(e -> e.fileSystemId("mine")))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Rule("JD-36")
  void register_oneThingWrong_isRefusedInBatchsWords(Refusal<EcsTaskProperties.Builder> refusal) {
    refusal.check(() -> register(r -> {}, refusal.change()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"START", "COMPLETE", "SUCCESS"})
  @Rule("JD-36")
  void register_severalContainers_isTaken(String condition) {
    JobDefinition definition =
        register(
            r -> {},
            t ->
                t.containers(
                        taskContainer("setup").essential(false).build(),
                        dependent("main", "setup", condition))
                    .ipcMode("task")
                    .pidMode("host"));

    assertThat(definition.ecsProperties().taskProperties().get(0).containers())
        .extracting(TaskContainerProperties::name)
        .containsExactly("setup", "main");
    assertThat(definition.containerProperties()).isNull();
  }

  @Test
  @Rule("JD-36")
  void register_tenContainersInOneTask_isTaken_twoTasksAreNot() {
    TaskContainerProperties[] ten =
        IntStream.range(0, 10)
            .mapToObj(i -> taskContainer("c" + i).build())
            .toArray(TaskContainerProperties[]::new);
    EcsTaskProperties task = EcsTaskProperties.builder().containers(ten).build();

    assertThat(register(r -> {}, t -> t.containers(ten)).revision()).isPositive();
    assertThat(
            Refusal.messageOf(
                () -> register(r -> r.ecsProperties(e -> e.taskProperties(task, task)), t -> {})))
        .contains("Exactly 1 taskProperties");
  }

  @Test
  @Rule({"JD-26", "JD-36"})
  void register_onFargate_countsAllContainersTogether() {
    Consumer<RegisterJobDefinitionRequest.Builder> fargate =
        r -> r.platformCapabilities(PlatformCapability.FARGATE);
    TaskContainerProperties[] containers = {
      sized("a", "0.25", "512"), sized("b", "0.25", "512"),
    };

    assertThat(register(fargate, t -> t.executionRoleArn("arn").containers(containers)).revision())
        .isPositive();
    bare("executionRoleArn is required for Fargate jobs.", any -> {})
        .check(() -> register(fargate, t -> t.containers(containers)));
    bare("Fargate resource requirements (0.5 vCPU, 1536 MiB) not valid.", any -> {})
        .check(
            () ->
                register(
                    fargate,
                    t ->
                        t.executionRoleArn("arn")
                            .containers(sized("a", "0.25", "512"), sized("b", "0.25", "1024"))));
  }

  @Test
  void submit_severalContainers_isRefusedByName() {
    JobDefinition definition = register(r -> {}, t -> t.containers(taskContainer("main").build()));

    assertThatThrownBy(
            () -> world.submit("job", r -> r.jobDefinition(definition.jobDefinitionArn())))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("ecsProperties");
  }

  private static JobDefinition register(
      Consumer<RegisterJobDefinitionRequest.Builder> request,
      Consumer<EcsTaskProperties.Builder> task) {
    EcsTaskProperties properties =
        EcsTaskProperties.builder()
            .containers(taskContainer("main").build())
            .applyMutation(task)
            .build();
    RegisterJobDefinitionRequest.Builder definition =
        RegisterJobDefinitionRequest.builder()
            .jobDefinitionName("several")
            .type("container")
            .ecsProperties(e -> e.taskProperties(properties));
    request.accept(definition);
    String arn = world.batch.registerJobDefinition(definition.build()).jobDefinitionArn();
    return world.batch.describeJobDefinitions(r -> r.jobDefinitions(arn)).jobDefinitions().get(0);
  }

  private static TaskContainerProperties dependent(String name, String target, String condition) {
    return taskContainer(name).dependsOn(d -> d.containerName(target).condition(condition)).build();
  }

  private static TaskContainerProperties sized(String name, String vcpus, String memory) {
    return taskContainer(name)
        .resourceRequirements(requirement("VCPU", vcpus), requirement("MEMORY", memory))
        .build();
  }
}
