package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.DefinitionParts.container;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.Volume;

/** The volumes that a definition may have. */
class VolumeDefinitionsTest {

  private static final String ACCESS_POINT = "fsap-0123456789abcdef0";

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

  static Stream<Refusal<Volume.Builder>> refusals() {
    return Stream.of(
        wrapped(
            "When the volume parameter is specified, only one volume configuration type should be"
                + " used.",
            v -> v.host(h -> h.sourcePath("/data")).efsVolumeConfiguration(efs(e -> {}))),
        wrapped(
            "EFS configuration fileSystemId is not valid: mine.",
            fileSystem(e -> e.fileSystemId("mine"))),
        wrapped(
            "EFS configuration fileSystemId is not valid: null.",
            fileSystem(e -> e.fileSystemId(null))),
        wrapped(
            "EFS configuration rootDirectory must have at most 4096 characters.",
            fileSystem(e -> e.rootDirectory("/".repeat(4097)))),
        wrapped(
            "TransitEncryptionPort must be a valid port number.",
            fileSystem(e -> e.transitEncryptionPort(65_536))),
        wrapped(
            "TransitEncryptionPort must be a valid port number.",
            fileSystem(e -> e.transitEncryptionPort(-1))),
        wrapped(
            "When using an EFS access point, the root directory must either be set to \"/\" or"
                + " omitted",
            fileSystem(
                e ->
                    e.rootDirectory("/data")
                        .transitEncryption("ENABLED")
                        .authorizationConfig(a -> a.accessPointId(ACCESS_POINT)))),
        wrapped(
            "EFS IAM access point requires TransitEncryption to be enabled.",
            fileSystem(e -> e.authorizationConfig(a -> a.accessPointId(ACCESS_POINT)))),
        wrapped(
            "EFS IAM authorization requires TransitEncryption to be enabled.",
            fileSystem(
                e -> e.transitEncryption("DISABLED").authorizationConfig(a -> a.iam("ENABLED")))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Rule("JD-35")
  void register_oneThingWrong_isRefusedInBatchsWords(Refusal<Volume.Builder> refusal) {
    refusal.check(() -> register(BatchWorld.definition(), refusal.change()));
    refusal.check(() -> register(DefinitionParts.fargate(), refusal.change()));
  }

  @Test
  @Rule("JD-35")
  void register_eachKindAlone_isTaken() {
    assertThat(register(BatchWorld.definition(), v -> v.host(h -> h.sourcePath("/data"))))
        .isPositive();
    assertThat(register(DefinitionParts.fargate(), v -> v.host(h -> {}))).isPositive();
    assertThat(register(BatchWorld.definition(), v -> {})).isPositive();
    assertThat(register(DefinitionParts.fargate(), fileSystem(e -> e.rootDirectory("/data"))))
        .isPositive();
    assertThat(
            register(
                BatchWorld.definition(),
                fileSystem(
                    e ->
                        e.rootDirectory("/")
                            .transitEncryption("ENABLED")
                            .transitEncryptionPort(2049)
                            .authorizationConfig(
                                a -> a.accessPointId(ACCESS_POINT).iam("ENABLED")))))
        .isPositive();
  }

  @Test
  void register_fileSystemOnOldFargate_isRefused() {
    RegisterJobDefinitionRequest.Builder old = version("1.3.0");
    wrapped(
            "EFS is supported for Fargate platform versions 1.4.0 or later, provided 1.3.0",
            any -> {})
        .check(() -> register(old, fileSystem(e -> {})));
    assertThat(register(version("1.4.0"), fileSystem(e -> {}))).isPositive();
    assertThat(register(version("LATEST"), fileSystem(e -> {}))).isPositive();
  }

  private static RegisterJobDefinitionRequest.Builder version(String version) {
    RegisterJobDefinitionRequest.Builder request = DefinitionParts.fargate();
    container(c -> c.fargatePlatformConfiguration(f -> f.platformVersion(version))).accept(request);
    return request;
  }

  private static int register(
      RegisterJobDefinitionRequest.Builder request, Consumer<Volume.Builder> volume) {
    container(c -> c.volumes(Volume.builder().name("v").applyMutation(volume).build()))
        .accept(request);
    return batch.registerJobDefinition(request.build()).revision();
  }

  private static Consumer<Volume.Builder> fileSystem(
      Consumer<EFSVolumeConfiguration.Builder> change) {
    return volume -> volume.efsVolumeConfiguration(efs(change));
  }

  private static EFSVolumeConfiguration efs(Consumer<EFSVolumeConfiguration.Builder> change) {
    return EFSVolumeConfiguration.builder()
        .fileSystemId("fs-0123456789abcdef0")
        .applyMutation(change)
        .build();
  }
}
