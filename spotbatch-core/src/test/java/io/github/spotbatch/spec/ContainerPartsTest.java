package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerPartsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "busybox",
        "public.ecr.aws/docker/library/python:3.13-slim",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/demo-app@sha256:0123abc"
      })
  void fromRegistry_anyReference_isKept(String reference) {
    RegistryImage image = ContainerImage.fromRegistry(reference);

    assertThat(image.reference()).isEqualTo(reference);
    assertThat(image).isEqualTo(ContainerImage.fromRegistry(reference));
  }

  @ParameterizedTest
  @EnumSource
  void code_anyDriver_isAsBatchWritesIt(LogDriver driver) {
    assertThat(driver.code()).isEqualTo(driver.name().toLowerCase().replace('_', '-'));
  }

  @Test
  void build_bounds_areTaken() {
    assertThatCode(
            () -> {
              UlimitSpec.of("nofile", -1, -1);
              UlimitSpec.of("nofile", 5, -1);
              UlimitSpec.of("nofile", 5, 5);
              HostVolume.of("a".repeat(255), "/data");
              EfsVolume.builder("a", "fs-0123").transitEncryption(false).build();
              EfsVolume.builder("a", "fs-0123").rootDirectory("/" + "a".repeat(4095)).build();
              LogConfigurationSpec.builder(LogDriver.AWSLOGS).option("mode", "blocking").build();
              LogConfigurationSpec.builder(LogDriver.GELF).option("anything", "x").build();
            })
        .doesNotThrowAnyException();
  }

  static Stream<Refused> refusals() {
    String volume = "must be 1 to 255 letters, digits, - and _";
    String path = "must be an absolute path, which starts with /";
    String secret = "must be the ARN of a Secrets Manager secret or Systems Manager parameter";
    String encrypted = "must be true with an access point or IAM authorization";
    String longImage = "a".repeat(256);
    return Stream.of(
        refused(
            "JD-20",
            () -> ContainerImage.fromRegistry("bad image"),
            "containerImage.reference",
            "bad image",
            "must be 1 to 255 letters, digits and -_:./#@"),
        refused(
            "JD-20",
            () -> ContainerImage.fromRegistry(longImage),
            "containerImage.reference",
            longImage,
            "must be 1 to 255 letters, digits and -_:./#@"),
        refused(
            "JD-33",
            () ->
                LogConfigurationSpec.builder(LogDriver.AWSLOGS)
                    .option("awslogs-endpoint", "x")
                    .build(),
            "logConfiguration.options[awslogs-endpoint]",
            "awslogs-endpoint",
            "must be one of awslogs-create-group, awslogs-datetime-format, awslogs-group,"
                + " awslogs-multiline-pattern, awslogs-region, awslogs-stream-prefix,"
                + " max-buffer-size, mode"),
        refused(
            "JD-33",
            () -> LogConfigurationSpec.builder(LogDriver.GELF).option(" ", "x").build(),
            "logConfiguration.options[ ]",
            " ",
            "must be a text that is not blank"),
        refused(
            "JD-28",
            () -> LogConfigurationSpec.builder(LogDriver.SPLUNK).secretOption("a", "b").build(),
            "logConfiguration.secretOptions[a]",
            "b",
            secret),
        refused(
            "JD-28",
            () ->
                LogConfigurationSpec.builder(LogDriver.SPLUNK)
                    .secretOption("", Samples.SECRET_ARN)
                    .build(),
            "logConfiguration.secretOptions[]",
            "",
            "must be a text that is not blank"),
        refused("JD-35", () -> HostVolume.of("a b"), "volume[a b].name", "a b", volume),
        refused("JD-35", () -> HostVolume.of("a", "b"), "volume[a].sourcePath", "b", path),
        refused(
            "JD-35", () -> EfsVolume.builder("", "fs-0123").build(), "volume[].name", "", volume),
        refused(
            "JD-35",
            () -> EfsVolume.builder("a", "disk").build(),
            "volume[a].fileSystemId",
            "disk",
            "must be like fs-0123456789abcdef0"),
        refused(
            "JD-35",
            () -> EfsVolume.builder("a", "fs-0123").accessPointId("point").build(),
            "volume[a].accessPointId",
            "point",
            "must be like fsap-0123456789abcdef0"),
        refused(
            "JD-35",
            () -> EfsVolume.builder("a", "fs-0123").rootDirectory("data").build(),
            "volume[a].rootDirectory",
            "data",
            path),
        refused(
            "JD-35",
            () -> EfsVolume.builder("a", "fs-0123").rootDirectory("/" + "a".repeat(4096)).build(),
            "volume[a].rootDirectory",
            "4097 characters",
            "must be at most 4096"),
        refused(
            "JD-35",
            () ->
                EfsVolume.builder("a", "fs-0123")
                    .accessPointId("fsap-0123")
                    .rootDirectory("/data")
                    .build(),
            "volume[a].rootDirectory",
            "/data",
            "must be left out or / with an access point"),
        refused(
            "JD-35",
            () ->
                EfsVolume.builder("a", "fs-0123")
                    .accessPointId("fsap-0123")
                    .transitEncryption(false)
                    .build(),
            "volume[a].transitEncryption",
            false,
            encrypted),
        refused(
            "JD-35",
            () ->
                EfsVolume.builder("a", "fs-0123")
                    .iamAuthorization(true)
                    .transitEncryption(false)
                    .build(),
            "volume[a].transitEncryption",
            false,
            encrypted),
        refused(
            "mount point",
            () -> MountPointSpec.readOnly("a b", "/a"),
            "mountPoint[a b].volume",
            "a b",
            volume),
        refused(
            "mount point",
            () -> MountPointSpec.readWrite("a", "b"),
            "mountPoint[a].containerPath",
            "b",
            path),
        refused(
            "ulimit",
            () -> UlimitSpec.of("files", 1, 1),
            "ulimit[files].name",
            "files",
            "must be one of core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc,"
                + " rss, rtprio, rttime, sigpending, stack"),
        refused(
            "ulimit",
            () -> UlimitSpec.of("nofile", 2, 1),
            "ulimit[nofile].softLimit",
            2,
            "must not be above the hard limit, which is 1"),
        refused(
            "ulimit",
            () -> UlimitSpec.of("nofile", -1, 1),
            "ulimit[nofile].softLimit",
            -1,
            "must not be above the hard limit, which is 1"),
        refused(
            "ulimit",
            () -> UlimitSpec.of("nofile", 1, -2),
            "ulimit[nofile].hardLimit",
            -2,
            "must be at least -1"),
        refused(
            "ulimit",
            () -> UlimitSpec.of("nofile", -2, 1),
            "ulimit[nofile].softLimit",
            -2,
            "must be at least -1"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }
}
