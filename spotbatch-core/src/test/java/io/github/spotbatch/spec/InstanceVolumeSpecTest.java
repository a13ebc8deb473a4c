package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InstanceVolumeSpecTest {

  @Test
  void build_nothingGiven_hasDefaults() {
    InstanceVolumeSpec volume = InstanceVolumeSpec.builder().build();

    assertThat(volume.sizeGiB()).isEmpty();
    assertThat(volume.encrypted()).isTrue();
    assertThat(volume.kmsKeyId()).isEmpty();
    assertThat(volume.deviceName()).isEqualTo("/dev/xvda");
  }

  @Test
  void warnings_diskSmallerThanAwsOwnImages_areGivenUnlessTheImageIsOnesOwn() {
    InstanceVolumeSpec small = InstanceVolumeSpec.builder().sizeGiB(29).build();

    assertThat(warnings(Samples.spot().instanceVolume(small)))
        .containsExactly(
            "computeEnvironment[spot].instanceVolume: AWS's own machine images need 30 GiB, so that"
                + " no instance ever starts");
    assertThat(warnings(Samples.spot().instanceVolume(small).imageId("ami-0a"))).isEmpty();
    InstanceVolumeSpec enough = small.toBuilder().sizeGiB(30).build();
    assertThat(warnings(Samples.spot().instanceVolume(enough))).isEmpty();
  }

  private static List<String> warnings(SpotComputeEnvironment.Builder environment) {
    return StackSpec.builder("demo")
        .computeEnvironment(environment.build())
        .jobQueue(Samples.queue().build())
        .build()
        .warnings();
  }

  static Stream<Refused> refusals() {
    return Stream.of(
        refused(
            "volume's size",
            () -> InstanceVolumeSpec.builder().sizeGiB(0).build(),
            "instanceVolume.sizeGiB",
            0,
            "must be from 1 to 16384"),
        refused(
            "volume's size",
            () -> InstanceVolumeSpec.builder().sizeGiB(16_385).build(),
            "instanceVolume.sizeGiB",
            16_385,
            "must be from 1 to 16384"),
        refused(
            "volume's key",
            () -> InstanceVolumeSpec.builder().kmsKeyId("my key").build(),
            "instanceVolume.kmsKeyId",
            "my key",
            "must be the id, ARN or alias of a KMS key"),
        refused(
            "volume's key",
            () -> InstanceVolumeSpec.builder().encrypted(false).kmsKeyId("alias/a").build(),
            "instanceVolume.kmsKeyId",
            "alias/a",
            "must not be given for a disk that is not encrypted"),
        refused(
            "volume's device",
            () -> InstanceVolumeSpec.builder().deviceName("xvda").build(),
            "instanceVolume.deviceName",
            "xvda",
            "must be like /dev/xvda"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }
}
