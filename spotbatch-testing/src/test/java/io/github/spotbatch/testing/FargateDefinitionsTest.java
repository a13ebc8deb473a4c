package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.DefinitionParts.container;
import static io.github.spotbatch.testing.DefinitionParts.requirement;
import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.PlatformCapability;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

/** Job definitions for Fargate, and what they may not share with those for EC2. */
class FargateDefinitionsTest {

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
  @CsvSource({
    "0.25, 512",
    "0.25, 1024",
    "0.25, 2048",
    "0.5, 1024",
    "0.50, 4096",
    "1, 2048",
    "1.0, 8192",
    "2, 16384",
    "4, 30720",
    "8, 16384",
    "8, 61440",
    "16, 32768",
    "16, 122880"
  })
  @Rule({"JD-26", "JD-27"})
  void register_fargatePair_isTaken(String vcpus, String memory) {
    assertThat(register(sized(vcpus, memory)).platformCapabilities())
        .containsExactly(PlatformCapability.FARGATE);
  }

  @ParameterizedTest
  @CsvSource({
    "0.25, 4096",
    "0.25, 1536",
    "0.5, 512",
    "0.75, 2048",
    "1, 1024",
    "1, 2500",
    "3, 8192",
    "4, 31744",
    "8, 18432",
    "16, 122881",
    "32, 122880"
  })
  @Rule("JD-26")
  void register_otherPair_isRefused(String vcpus, String memory) {
    bare(
            "Fargate resource requirements (%s vCPU, %s MiB) not valid.".formatted(vcpus, memory),
            x -> {})
        .check(() -> batch.registerJobDefinition(sized(vcpus, memory).build()));
  }

  private static RegisterJobDefinitionRequest.Builder sized(String vcpus, String memory) {
    RegisterJobDefinitionRequest.Builder request = DefinitionParts.fargate();
    container(
            c -> c.resourceRequirements(requirement("VCPU", vcpus), requirement("MEMORY", memory)))
        .accept(request);
    return request;
  }

  static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> refusals() {
    return Stream.of(
        bare(
            "executionRoleArn is required for Fargate jobs.",
            container(c -> c.executionRoleArn(null))),
        wrapped(
            "GPU is not applicable for Fargate.",
            container(
                c ->
                    c.resourceRequirements(
                        requirement("VCPU", "1"),
                        requirement("MEMORY", "2048"),
                        requirement("GPU", "1")))),
        wrapped(
            "vcpus is not applicable for Fargate.",
            container(
                c -> c.vcpus(1).resourceRequirements(List.of(requirement("MEMORY", "2048"))))),
        wrapped(
            "memory is not applicable for Fargate.",
            container(c -> c.memory(2048).resourceRequirements(List.of(requirement("VCPU", "1"))))),
        wrapped(
            "Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.",
            container(c -> c.privileged(true))),
        wrapped(
            "ulimits is not applicable for Fargate.",
            container(c -> c.ulimits(u -> u.name("nofile").softLimit(1).hardLimit(1)))),
        wrapped(
            "linuxParameter.devices is not allowed for Fargate.",
            container(c -> c.linuxParameters(l -> l.devices(d -> d.hostPath("/dev/fuse"))))),
        wrapped(
            "linuxParameter.sharedMemorySize is not allowed for Fargate.",
            container(c -> c.linuxParameters(l -> l.sharedMemorySize(64)))),
        wrapped(
            "linuxParameter.tmpfs is not allowed for Fargate.",
            container(c -> c.linuxParameters(l -> l.tmpfs(t -> t.containerPath("/tmp").size(1))))),
        wrapped(
            "linuxParameter.maxSwap is not allowed for Fargate.",
            container(c -> c.linuxParameters(l -> l.maxSwap(64).swappiness(60)))),
        wrapped(
            "linuxParameter.swappiness is not allowed for Fargate.",
            container(c -> c.linuxParameters(l -> l.swappiness(60)))),
        wrapped(
            "host.sourcePath should not be set for volumes in Fargate.",
            container(c -> c.volumes(v -> v.name("v").host(h -> h.sourcePath("/data"))))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Rule({"JD-24", "JD-25", "JD-27", "JD-31"})
  void register_whatOnlyEc2Has_isRefused(Refusal<RegisterJobDefinitionRequest.Builder> refusal) {
    RegisterJobDefinitionRequest.Builder request = DefinitionParts.fargate();
    refusal.change().accept(request);

    refusal.check(() -> batch.registerJobDefinition(request.build()));
  }

  static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> fargateOnly() {
    return Stream.of(
        wrapped(
            "networkConfiguration not applicable for EC2.",
            container(c -> c.networkConfiguration(n -> n.assignPublicIp("ENABLED")))),
        wrapped(
            "runtimePlatform is not applicable for EC2.",
            container(c -> c.runtimePlatform(p -> p.cpuArchitecture("ARM64")))),
        wrapped(
            "fargatePlatformConfiguration not applicable for EC2.",
            container(c -> c.fargatePlatformConfiguration(f -> f.platformVersion("LATEST")))),
        wrapped(
            "ephemeralStorage not applicable for EC2.",
            container(c -> c.ephemeralStorage(e -> e.sizeInGiB(21)))));
  }

  @ParameterizedTest
  @MethodSource("fargateOnly")
  @Rule("JD-31")
  void register_whatOnlyFargateHas_isRefusedForEc2(
      Refusal<RegisterJobDefinitionRequest.Builder> refusal) {
    RegisterJobDefinitionRequest.Builder ec2 = BatchWorld.definition();
    refusal.change().accept(ec2);
    refusal.check(() -> batch.registerJobDefinition(ec2.build()));

    RegisterJobDefinitionRequest.Builder fargate = DefinitionParts.fargate();
    refusal.change().accept(fargate);
    assertThat(register(fargate).revision()).isPositive();
  }

  @Test
  @Rule({"JD-25", "JD-31"})
  void register_whatOnlyEc2Has_isTakenForEc2() {
    RegisterJobDefinitionRequest.Builder request = BatchWorld.definition();
    container(
            c ->
                c.privileged(true)
                    .ulimits(u -> u.name("nofile").softLimit(1).hardLimit(1))
                    .volumes(v -> v.name("v").host(h -> h.sourcePath("/data")))
                    .resourceRequirements(
                        requirement("VCPU", "1"),
                        requirement("MEMORY", "2048"),
                        requirement("GPU", "1"))
                    .linuxParameters(
                        l ->
                            l.devices(d -> d.hostPath("/dev/fuse"))
                                .sharedMemorySize(64)
                                .tmpfs(t -> t.containerPath("/tmp").size(1))
                                .maxSwap(64)
                                .swappiness(60)))
        .accept(request);

    assertThat(register(request).containerProperties())
        .isEqualTo(request.build().containerProperties());
  }

  @ParameterizedTest
  @ValueSource(strings = {"awslogs", "splunk", "awsfirelens"})
  @Rule("JD-33")
  void register_driverOfFargate_isTaken(String driver) {
    assertThat(register(logging(DefinitionParts.fargate(), driver)).revision()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json-file", "syslog", "journald", "gelf", "fluentd"})
  @Rule("JD-33")
  void register_driverOfEc2_isRefusedForFargate(String driver) {
    wrapped("Log driver for Fargate is not valid: " + driver, any -> {})
        .check(
            () -> batch.registerJobDefinition(logging(DefinitionParts.fargate(), driver).build()));
    assertThat(register(logging(BatchWorld.definition(), driver)).revision()).isPositive();
  }

  private static RegisterJobDefinitionRequest.Builder logging(
      RegisterJobDefinitionRequest.Builder request, String driver) {
    container(c -> c.logConfiguration(l -> l.logDriver(driver))).accept(request);
    return request;
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 200})
  @Rule("JD-35")
  void register_storageWithinBounds_isTaken(int gib) {
    RegisterJobDefinitionRequest.Builder request = DefinitionParts.fargate();
    container(c -> c.ephemeralStorage(e -> e.sizeInGiB(gib))).accept(request);

    assertThat(register(request).containerProperties().ephemeralStorage().sizeInGiB())
        .isEqualTo(gib);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 201})
  @Rule("JD-35")
  void register_storageOutOfBounds_isRefused(int gib) {
    RegisterJobDefinitionRequest.Builder request = DefinitionParts.fargate();
    container(c -> c.ephemeralStorage(e -> e.sizeInGiB(gib))).accept(request);

    wrapped(
            "Ephemeral storage for Fargate tasks can be only between range 21 GiB to 200 GiB",
            any -> {})
        .check(() -> batch.registerJobDefinition(request.build()));
  }

  static Stream<Refusal<RegisterJobDefinitionRequest.Builder>> runtimes() {
    return Stream.of(
        wrapped(
            "RuntimePlatform supports only one from [WINDOWS_SERVER_2019_CORE,"
                + " WINDOWS_SERVER_2019_FULL, WINDOWS_SERVER_2022_CORE, WINDOWS_SERVER_2022_FULL,"
                + " LINUX] operating systems, provided BSD",
            container(c -> c.runtimePlatform(p -> p.operatingSystemFamily("BSD")))),
        wrapped(
            "RuntimePlatform supports only one from [X86_64, ARM64] architectures, provided RISC",
            container(c -> c.runtimePlatform(p -> p.cpuArchitecture("RISC")))),
        wrapped(
            "Windows supported only by X86_64 cpuArchitecture",
            container(
                c ->
                    c.runtimePlatform(
                        p ->
                            p.cpuArchitecture("ARM64")
                                .operatingSystemFamily("WINDOWS_SERVER_2022_CORE")))),
        wrapped(
            "vCPU must be at least 1 for Windows Job definition, got 0.25.",
            container(
                c -> c.runtimePlatform(p -> p.operatingSystemFamily("WINDOWS_SERVER_2022_CORE")))));
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void register_impossibleRuntime_isRefused(Refusal<RegisterJobDefinitionRequest.Builder> refusal) {
    RegisterJobDefinitionRequest.Builder request = DefinitionParts.fargate();
    refusal.change().accept(request);

    refusal.check(() -> batch.registerJobDefinition(request.build()));
  }

  private static JobDefinition register(RegisterJobDefinitionRequest.Builder request) {
    String arn = batch.registerJobDefinition(request.build()).jobDefinitionArn();
    return batch.describeJobDefinitions(r -> r.jobDefinitions(arn)).jobDefinitions().get(0);
  }
}
