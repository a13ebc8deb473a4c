package io.github.spotbatch.testing;

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
  @MethodSource("refusals")
  void register_oneThingWrong_isRefusedInBatchsWords(
      Refusal<RegisterJobDefinitionRequest.Builder> refusal) {
    RegisterJobDefinitionRequest.Builder request = BatchWorld.definition();
    refusal.change().accept(request);

    refusal.check(() -> batch.registerJobDefinition(request.build()));
  }

  static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> refusals() {
    return Stream.of(identity(), resources(), container(), retries()).flatMap(refusals -> refusals);
  }

  private static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> identity() {
    String name = "Job definition name should match a valid pattern.";
    String priority = "Scheduling priority must be between 0 and 9999.";
    return Stream.of(
        wrapped(name, r -> r.jobDefinitionName("no spaces")),
        wrapped(name, r -> r.jobDefinitionName("x".repeat(129))),
        wrapped(priority, r -> r.schedulingPriority(-1)),
        wrapped(priority, r -> r.schedulingPriority(10_000)),
        wrapped(
            "Exactly 1 capability must be provided.",
            r -> r.platformCapabilities(PlatformCapability.EC2, PlatformCapability.FARGATE)),
        bare(
            "AttemptDurationSeconds in Timeout must be at least 60 seconds.",
            r -> r.timeout(t -> t.attemptDurationSeconds(59))));
  }

  private static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> resources() {
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
        wrapped(
            "Cannot provide duplicates in resourceRequirements.",
            container(c -> c.resourceRequirements(vcpu, memory, vcpu))));
  }

  private static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> container() {
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
        wrapped(
            "networkConfiguration not applicable for EC2.",
            container(c -> c.networkConfiguration(n -> n.assignPublicIp("ENABLED")))),
        wrapped(
            "runtimePlatform is not applicable for EC2.",
            container(c -> c.runtimePlatform(p -> p.cpuArchitecture("ARM64")))),
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

  private static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> retries() {
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

  @Test
  @Rule("JD-24")
  void register_legacyAndRequirement_isRefused() {
    RegisterJobDefinitionRequest.Builder request = BatchWorld.definition();
    container(c -> c.vcpus(1)).accept(request);

    assertThat(Refusal.messageOf(() -> batch.registerJobDefinition(request.build())))
        .startsWith(
            "Error executing request, Exception : Cannot use both ECS containerProperties vcpus and"
                + " resourceRequirement VCPU");
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

  private static Consumer<RegisterJobDefinitionRequest.Builder> container(
      Consumer<ContainerProperties.Builder> change) {
    return request ->
        request.containerProperties(
            request.build().containerProperties().toBuilder().applyMutation(change).build());
  }

  private static Consumer<RegisterJobDefinitionRequest.Builder> conditions(
      EvaluateOnExit... conditions) {
    return request ->
        request.retryStrategy(s -> s.attempts(2).evaluateOnExit(Arrays.asList(conditions)));
  }

  private static EvaluateOnExit condition(Consumer<EvaluateOnExit.Builder> patterns) {
    return EvaluateOnExit.builder().action("EXIT").applyMutation(patterns).build();
  }

  private static ResourceRequirement requirement(String type, String value) {
    return ResourceRequirement.builder().type(type).value(value).build();
  }
}
