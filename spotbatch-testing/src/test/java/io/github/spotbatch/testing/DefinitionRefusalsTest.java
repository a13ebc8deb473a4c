package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.DefinitionParts.container;
import static io.github.spotbatch.testing.DefinitionParts.requirement;
import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.LogDriver;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.Secret;

class DefinitionRefusalsTest {

  private static FakeAws aws;
  private static BatchClient batch;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    batch = aws.batch();
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @ParameterizedTest
  @MethodSource("identity")
  @Rule({"JD-1", "JD-3", "JD-4", "JD-5", "JD-8", "JD-52"})
  void register_wrongOnTheWhole_isRefusedInBatchsWords(
      Refusal<RegisterJobDefinitionRequest.Builder> refusal) {
    assertRefused(refusal);
  }

  @ParameterizedTest
  @MethodSource("resources")
  @Rule({"JD-21", "JD-22", "JD-23", "JD-24", "JD-25"})
  void register_wrongResources_isRefusedInBatchsWords(
      Refusal<RegisterJobDefinitionRequest.Builder> refusal) {
    assertRefused(refusal);
  }

  @ParameterizedTest
  @MethodSource("containers")
  @Rule({"JD-20", "JD-28", "JD-30", "JD-32", "JD-33", "JD-34"})
  void register_wrongContainer_isRefusedInBatchsWords(
      Refusal<RegisterJobDefinitionRequest.Builder> refusal) {
    assertRefused(refusal);
  }

  @ParameterizedTest
  @MethodSource("retries")
  @Rule({"JD-60", "JD-61", "JD-62", "JD-63", "JD-64", "JD-65"})
  void register_wrongRetries_isRefusedInBatchsWords(
      Refusal<RegisterJobDefinitionRequest.Builder> refusal) {
    assertRefused(refusal);
  }

  private static void assertRefused(Refusal<RegisterJobDefinitionRequest.Builder> refusal) {
    RegisterJobDefinitionRequest.Builder request = BatchWorld.definition();
    refusal.change().accept(request);

    refusal.check(() -> batch.registerJobDefinition(request.build()));
  }

  @Test
  @Rule({
    "JD-1", "JD-3", "JD-4", "JD-5", "JD-8", "JD-20", "JD-21", "JD-22", "JD-23", "JD-25", "JD-28",
    "JD-30", "JD-32", "JD-33", "JD-34", "JD-52", "JD-60", "JD-61", "JD-62", "JD-63", "JD-64"
  })
  void register_everythingAtItsBounds_isTaken() {
    EvaluateOnExit exit = condition(c -> c.onReason("x".repeat(512)));
    RegisterJobDefinitionRequest.Builder request =
        BatchWorld.definition()
            .jobDefinitionName("_".repeat(128))
            .platformCapabilities(PlatformCapability.EC2)
            .schedulingPriority(9999)
            .timeout(t -> t.attemptDurationSeconds(60))
            .retryStrategy(s -> s.attempts(10).evaluateOnExit(Collections.nCopies(5, exit)));
    container(
            c ->
                c.image("!" + "x".repeat(254))
                    .resourceRequirements(requirement("VCPU", "1"), requirement("MEMORY", "4"))
                    .environment(
                        KeyValuePair.builder().name("AWS_").build(),
                        KeyValuePair.builder().name("A").value("x".repeat(20_000)).build())
                    .secrets(Secret.builder().name("A").valueFrom("arn").build())
                    .executionRoleArn("arn:aws:iam::123456789012:role/execution")
                    .user("1000:users")
                    .linuxParameters(l -> l.maxSwap(0).swappiness(100))
                    .logConfiguration(
                        l -> l.logDriver("awslogs").options(Map.of("awslogs-group", "mine"))))
        .accept(request);

    String arn = batch.registerJobDefinition(request.build()).jobDefinitionArn();

    assertThat(batch.describeJobDefinitions(r -> r.jobDefinitions(arn)).jobDefinitions().get(0))
        .satisfies(
            it -> {
              assertThat(it.containerProperties()).isEqualTo(request.build().containerProperties());
              assertThat(it.schedulingPriority()).isEqualTo(9999);
            });
  }

  @Test
  @Rule({"JD-24", "JD-25"})
  void register_legacyMembers_areTakenOnEc2() {
    RegisterJobDefinitionRequest.Builder request = BatchWorld.definition();
    container(c -> c.vcpus(1).memory(512).resourceRequirements(requirement("GPU", "1")))
        .accept(request);

    assertThat(batch.registerJobDefinition(request.build()).revision()).isPositive();
  }

  static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> identity() {
    String name = "Job definition name should match a valid pattern.";
    String priority = "Scheduling priority must be between 0 and 9999.";
    return Stream.of(
        wrapped(name, r -> r.jobDefinitionName("no spaces")),
        wrapped(name, r -> r.jobDefinitionName("x".repeat(129))),
        wrapped(
            "ECS ContainerProperties, ecsProperties, or eksProperties is required when job type is"
                + " container",
            r -> r.containerProperties((ContainerProperties) null)),
        wrapped(
            "Cannot use both ECS containerProperties and ecsProperties",
            r -> r.ecsProperties(e -> {})),
        wrapped(
            "Cannot use both ECS containerProperties and eksProperties",
            r -> r.eksProperties(e -> {})),
        wrapped(
            "Cannot use both ecsProperties and eksProperties",
            r ->
                r.containerProperties((ContainerProperties) null)
                    .ecsProperties(e -> {})
                    .eksProperties(e -> {})),
        wrapped(
            "Node properties can be used for multinode jobs only.", r -> r.nodeProperties(n -> {})),
        wrapped("Job definition type must be container or multinode: x", r -> r.type("x")),
        wrapped(
            "Job definition size must be at most 24 KiB.",
            r -> r.parameters(Map.of("large", "x".repeat(24 * 1024)))),
        wrapped(priority, r -> r.schedulingPriority(-1)),
        wrapped(priority, r -> r.schedulingPriority(10_000)),
        wrapped(
            "Exactly 1 capability must be provided.",
            r -> r.platformCapabilities(PlatformCapability.EC2, PlatformCapability.FARGATE)),
        bare(
            "AttemptDurationSeconds in Timeout must be at least 60 seconds.",
            r -> r.timeout(t -> t.attemptDurationSeconds(59))));
  }

  static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> resources() {
    ResourceRequirement vcpu = requirement("VCPU", "1");
    ResourceRequirement memory = requirement("MEMORY", "512");
    return Stream.of(
        wrapped("vCPU is required.", container(c -> c.resourceRequirements(memory))),
        wrapped(
            "vCPU must be at least 1, got 0.",
            container(c -> c.resourceRequirements(requirement("VCPU", "0"), memory))),
        wrapped(
            "Value 1.0 for type VCPU in resourceRequirement is not valid. Please provide a numeric"
                + " value.",
            container(c -> c.resourceRequirements(requirement("VCPU", "1.0"), memory))),
        wrapped(
            "Memory must be at least 4 Mib, got 2 Mib.",
            container(c -> c.resourceRequirements(vcpu, requirement("MEMORY", "2")))),
        wrapped("Memory is required.", container(c -> c.resourceRequirements(vcpu))),
        wrapped(
            "Cannot use both ECS containerProperties vcpus and resourceRequirement VCPU.",
            container(c -> c.vcpus(1))),
        wrapped(
            "Cannot use both ECS containerProperties memory and resourceRequirement MEMORY.",
            container(c -> c.memory(512))),
        wrapped(
            "Value 0.5 for type GPU in resourceRequirement is not valid. Please provide a numeric"
                + " value.",
            container(c -> c.resourceRequirements(vcpu, memory, requirement("GPU", "0.5")))),
        wrapped(
            "Type in resourceRequirement is not valid: DISK",
            container(c -> c.resourceRequirements(vcpu, memory, requirement("DISK", "1")))),
        wrapped(
            "Cannot provide duplicates in resourceRequirements.",
            container(c -> c.resourceRequirements(vcpu, memory, vcpu))));
  }

  static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> containers() {
    return Stream.of(
        wrapped(
            "Environment variable name is required.",
            container(c -> c.environment(KeyValuePair.builder().value("x").build()))),
        wrapped(
            "executionRoleArn cannot be empty when using secrets or secretOptions",
            container(c -> c.secrets(Secret.builder().name("A").valueFrom("arn").build()))),
        wrapped(
            "executionRoleArn cannot be empty when using secrets or secretOptions",
            container(
                c ->
                    c.logConfiguration(
                        l ->
                            l.logDriver(LogDriver.SPLUNK)
                                .secretOptions(s -> s.name("A").valueFrom("arn"))))),
        wrapped("ECS Container Image must be provided.", container(c -> c.image(""))),
        wrapped(
            "Image must have at most 255 characters.", container(c -> c.image("x".repeat(256)))),
        wrapped(
            "Environment variable name should not start with AWS_BATCH.",
            container(c -> c.environment(KeyValuePair.builder().name("AWS_BATCH_X").build()))),
        wrapped("User 'Root' does not match regex", container(c -> c.user("Root"))),
        wrapped(
            "Invalid swap memory size: -1, must be non-negative.",
            container(c -> c.linuxParameters(l -> l.maxSwap(-1).swappiness(60)))),
        wrapped(
            "Invalid swappiness: 101, must be between 0 and 100.",
            container(c -> c.linuxParameters(l -> l.maxSwap(64).swappiness(101)))),
        wrapped(
            "Size of a tmpfs is invalid. The size is required and must be a positive integer.",
            container(c -> c.linuxParameters(l -> l.tmpfs(t -> t.containerPath("/t").size(0))))),
        wrapped(
            "Log driver is not valid: printer",
            container(c -> c.logConfiguration(l -> l.logDriver("printer")))),
        wrapped(
            "When container specified swap memory, swappiness value is required.",
            container(c -> c.linuxParameters(l -> l.maxSwap(64)))),
        wrapped(
            "Log driver awslogs disallows options: retention",
            container(
                c ->
                    c.logConfiguration(
                        l -> l.logDriver("awslogs").options(Map.of("retention", "7"))))));
  }

  static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> retries() {
    String restricted = "Evaluate on exit condition contains restricted characters.";
    String tooLong = "Evaluate on exit condition cannot exceed 512 characters.";
    EvaluateOnExit exit = condition(c -> c.onReason("*"));
    EvaluateOnExit[] six = Collections.nCopies(6, exit).toArray(new EvaluateOnExit[0]);
    return Stream.of(
        bare("RetryAttempts must be between 1 and 10.", r -> r.retryStrategy(s -> s.attempts(0))),
        bare("RetryAttempts must be between 1 and 10.", r -> r.retryStrategy(s -> s.attempts(11))),
        wrapped(
            "RetryAttempts must be provided with retry strategy.",
            r -> r.retryStrategy(s -> s.evaluateOnExit(exit))),
        wrapped(
            "RetryAttempts must be provided with retry strategy.", r -> r.retryStrategy(s -> {})),
        bare("Up to 5 evaluateOnExit condition can be specified.", conditions(six)),
        wrapped(
            "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason",
            conditions(condition(c -> {}))),
        wrapped(restricted, conditions(condition(c -> c.onStatusReason("*Spot*")))),
        wrapped(restricted, conditions(condition(c -> c.onStatusReason("Host EC2 (instance*")))),
        wrapped(restricted, conditions(condition(c -> c.onReason("Cannot*Error*")))),
        wrapped(restricted, conditions(condition(c -> c.onExitCode("1x")))),
        wrapped(tooLong, conditions(condition(c -> c.onReason("x".repeat(513))))),
        wrapped(tooLong, conditions(condition(c -> c.onExitCode("1".repeat(513))))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "Host EC2*", "DockerTimeoutError: a.b 1\t*", "137*"})
  @Rule("JD-65")
  void register_legalPattern_isTaken(String pattern) {
    RegisterJobDefinitionRequest.Builder request = BatchWorld.definition();
    conditions(condition(c -> c.onStatusReason(pattern))).accept(request);

    assertThat(batch.registerJobDefinition(request.build()).revision()).isPositive();
  }

  @Test
  @Rule("ERR-9")
  void describe_namesAndMaxResults_isRefused() {
    wrapped("JobDefinitions and MaxResults cannot both be set", any -> {})
        .check(() -> batch.describeJobDefinitions(r -> r.jobDefinitions("a:1").maxResults(5)));
  }

  private static Consumer<RegisterJobDefinitionRequest.Builder> conditions(
      EvaluateOnExit... conditions) {
    return request ->
        request.retryStrategy(s -> s.attempts(2).evaluateOnExit(Arrays.asList(conditions)));
  }

  private static EvaluateOnExit condition(Consumer<EvaluateOnExit.Builder> patterns) {
    return EvaluateOnExit.builder().action("EXIT").applyMutation(patterns).build();
  }
}
