package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static io.github.spotbatch.spec.Samples.onDemand;
import static io.github.spotbatch.spec.Samples.spot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeEnvironmentSpecTest {

  @Nested
  class Defaults {
    @Test
    void build_onlyRequired_spotHasDefaults() {
      SpotComputeEnvironment spot = spot().build();

      assertThat(spot.name()).isEqualTo("spot");
      assertThat(spot.minVcpus()).isZero();
      assertThat(spot.maxVcpus()).hasValue(100);
      assertThat(spot.desiredVcpus()).isEmpty();
      assertThat(spot.instanceTypes()).containsExactly("default_x86_64");
      assertThat(spot.imageType()).isEqualTo(ImageType.ECS_AL2023);
      assertThat(spot.imageId()).isEmpty();
      assertThat(spot.serviceRole()).isEmpty();
      assertThat(spot.instanceRole()).isEqualTo(RoleSpec.builder("instance").build());
      assertThat(spot.ec2KeyPair()).isEmpty();
      assertThat(spot.placementGroup()).isEmpty();
      assertThat(spot.instanceTags()).isEmpty();
      assertThat(spot.tags()).isEmpty();
      assertThat(spot.allocationStrategy())
          .isEqualTo(SpotAllocationStrategy.SPOT_PRICE_CAPACITY_OPTIMIZED);
      assertThat(spot.bidPercentage()).isEmpty();
      assertThat(spot.spotFleetRole()).isEmpty();
    }

    @Test
    void build_onlyRequired_onDemandHasDefaults() {
      OnDemandComputeEnvironment onDemand = onDemand().build();

      assertThat(onDemand.allocationStrategy())
          .isEqualTo(OnDemandAllocationStrategy.BEST_FIT_PROGRESSIVE);
      assertThat(onDemand.minVcpus()).isZero();
      assertThat(onDemand.instanceTypes()).containsExactly("default_x86_64");
      assertThat(onDemand.imageType()).isEqualTo(ImageType.ECS_AL2023);
      assertThat(onDemand.instanceRole()).isEqualTo(RoleSpec.builder("instance").build());
    }

    @Test
    void instanceTypes_setTwice_lastWins() {
      assertThat(spot().instanceTypes("c5").instanceTypes("m5", "r5").build().instanceTypes())
          .containsExactly("m5", "r5");
    }
  }

  @Nested
  class Accepted {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "optimal",
          "default_x86_64",
          "default_arm64",
          "c5",
          "c5.large",
          "c5.24xlarge",
          "m7i-flex",
          "m7i-flex.large",
          "c7g.metal",
          "m7i.metal-24xl",
          "u-6tb1",
          "u-6tb1.112xlarge",
          "u7i-12tb.224xlarge",
          "im4gn.xlarge",
          "x2gd",
          "g4dn.xlarge",
          "p4d.24xlarge",
          "hpc7a",
          "trn1n",
          "p6-b200.48xlarge"
        })
    void build_typeFamilyOrBundle_isTaken(String type) {
      assertThat(spot().instanceTypes(type).build().instanceTypes()).containsExactly(type);
    }

    @ParameterizedTest
    @EnumSource(
        value = SpotAllocationStrategy.class,
        mode = EnumSource.Mode.EXCLUDE,
        names = "BEST_FIT")
    void build_noFleetRole_isTakenButForBestFit(SpotAllocationStrategy strategy) {
      SpotComputeEnvironment.Builder builder =
          spot().instanceTypes("c5").allocationStrategy(strategy);

      assertThat(builder.build().allocationStrategy()).isEqualTo(strategy);
    }

    @Test
    void build_bounds_areTaken() {
      assertThatCode(
              () -> {
                spot().bidPercentage(0).build();
                spot().bidPercentage(100).build();
                spot().minVcpus(100).desiredVcpus(100).build();
                spot().maxVcpus(0).build();
                spot().instanceTypes("a1").imageId("ami-0123456789abcdef0").build();
                spot().tags(Samples.tags("key", 47)).build();
                spot().tag("k".repeat(128), "v".repeat(256)).tag("spot", "").build();
              })
          .doesNotThrowAnyException();
    }
  }

  static Stream<Refused> refusals() {
    String name = "must be 1 to 128 letters, digits, - and _, not - or _ first";
    String form = "must be a type such as c5.large, a family such as c5, or a bundle";
    String burstable = "must not be burstable, which Batch does not offer";
    String mixed = "must be all Arm or all x86, not mixed";
    String bundle = "computeEnvironment[spot].instanceTypes[0]";
    String ordered = "must be a type or family with ";
    String path = "computeEnvironment[spot].";
    String role = "must be the ARN of a role, like arn:aws:iam::123456789012:role/name";
    return Stream.of(
        refused(
            "CE-1",
            () -> SpotComputeEnvironment.builder("a b").maxVcpus(1).build(),
            "computeEnvironment[a b].name",
            "a b",
            name),
        refused(
            "CE-1",
            () -> OnDemandComputeEnvironment.builder("-a").maxVcpus(1).build(),
            "computeEnvironment[-a].name",
            "-a",
            name),
        refused(
            "CE-24",
            () ->
                spot()
                    .allocationStrategy(SpotAllocationStrategy.SPOT_CAPACITY_OPTIMIZED_PRIORITIZED)
                    .build(),
            bundle,
            "default_x86_64",
            ordered + "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED, not a bundle"),
        refused(
            "CE-24",
            () ->
                onDemand()
                    .instanceTypes("c5", "optimal")
                    .allocationStrategy(OnDemandAllocationStrategy.BEST_FIT_PROGRESSIVE_ORDERED)
                    .build(),
            "computeEnvironment[steady].instanceTypes[1]",
            "optimal",
            ordered + "BEST_FIT_PROGRESSIVE_ORDERED, not a bundle"),
        refused(
            "CE-30",
            () -> spot().bidPercentage(-1).build(),
            path + "bidPercentage",
            -1,
            "must be from 0 to 100"),
        refused(
            "CE-30",
            () -> spot().bidPercentage(101).build(),
            path + "bidPercentage",
            101,
            "must be from 0 to 100"),
        refused(
            "CE-33",
            () -> spot().allocationStrategy(SpotAllocationStrategy.BEST_FIT).build(),
            path + "spotFleetRole",
            "(none)",
            "must be given with BEST_FIT, or choose another strategy"),
        refused(
            "CE-40",
            () -> SpotComputeEnvironment.builder("spot").build(),
            path + "maxVcpus",
            "(none)",
            "must be given"),
        refused(
            "CE-40",
            () -> spot().minVcpus(101).build(),
            path + "maxVcpus",
            100,
            "must be at least minVcpus, which is 101"),
        refused(
            "CE-41",
            () -> spot().minVcpus(-1).build(),
            path + "minVcpus",
            -1,
            "must be at least 0"),
        refused(
            "CE-43",
            () -> spot().desiredVcpus(101).build(),
            path + "desiredVcpus",
            101,
            "must be from 0 to 100"),
        refused(
            "CE-43",
            () -> spot().minVcpus(8).desiredVcpus(7).build(),
            path + "desiredVcpus",
            7,
            "must be from 8 to 100"),
        refused(
            "CE-50",
            () -> spot().instanceTypes().build(),
            path + "instanceTypes",
            "(none)",
            "must name at least one type, family or bundle"),
        refused("CE-51", () -> spot().instanceTypes("C5.large").build(), bundle, "C5.large", form),
        refused("CE-51", () -> spot().instanceTypes("default").build(), bundle, "default", form),
        refused("CE-51", () -> spot().instanceTypes("c5.huge").build(), bundle, "c5.huge", form),
        refused(
            "CE-53",
            () -> spot().instanceTypes("c5", "c6g").build(),
            path + "instanceTypes",
            List.of("c5", "c6g"),
            mixed),
        refused(
            "CE-53",
            () -> spot().instanceTypes("default_arm64", "optimal").build(),
            path + "instanceTypes",
            List.of("default_arm64", "optimal"),
            mixed),
        refused(
            "CE-53",
            () -> spot().instanceTypes("g4dn", "g5g").build(),
            path + "instanceTypes",
            List.of("g4dn", "g5g"),
            mixed),
        refused("CE-54", () -> spot().instanceTypes("t3").build(), bundle, "t3", burstable),
        refused(
            "CE-54",
            () -> spot().instanceTypes("t4g.small").build(),
            bundle,
            "t4g.small",
            burstable),
        refused(
            "CE-55",
            () -> spot().instanceRole(RoleSpec.existing(Samples.ROLE_ARN)).build(),
            path + "instanceRole",
            Samples.ROLE_ARN,
            "must be the ARN of an instance profile, like"
                + " arn:aws:iam::123456789012:instance-profile/name"),
        refused(
            "CE-9",
            () -> spot().serviceRole(RoleSpec.existing(Samples.PROFILE_ARN)).build(),
            path + "serviceRole",
            Samples.PROFILE_ARN,
            role),
        refused(
            "CE-34",
            () -> spot().spotFleetRole(RoleSpec.existing(Samples.PROFILE_ARN)).build(),
            path + "spotFleetRole",
            Samples.PROFILE_ARN,
            role),
        refused(
            "CE-59",
            () -> spot().instanceTypes("a1.large").build(),
            bundle,
            "a1.large",
            "must not be of a family that ECS_AL2023 lacks"),
        refused(
            "CE-59",
            () -> spot().instanceTypes("p3").imageType(ImageType.ECS_AL2023_NVIDIA).build(),
            bundle,
            "p3",
            "must not be of a family that ECS_AL2023_NVIDIA lacks"),
        refused(
            "CE-60",
            () -> spot().imageId("image").build(),
            path + "imageId",
            "image",
            "must be like ami-0123456789abcdef0"),
        refused(
            "key pair",
            () -> spot().ec2KeyPair(" ").build(),
            path + "ec2KeyPair",
            " ",
            "must be a text that is not blank"),
        refused(
            "CE-79",
            () -> spot().placementGroup("").build(),
            path + "placementGroup",
            "",
            "must be a text that is not blank"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }

  @Test
  void build_maximumMissing_desiredIsStillChecked() {
    InvalidSpecException refusal =
        Refused.problemsOf(
            () -> SpotComputeEnvironment.builder("spot").minVcpus(8).desiredVcpus(7).build());

    assertThat(refusal.problems())
        .extracting(InvalidSpecException.Problem::path)
        .containsExactly(
            "computeEnvironment[spot].maxVcpus", "computeEnvironment[spot].desiredVcpus");
  }

  @Test
  void build_manyRulesBroken_allAreReportedAtOnce() {
    InvalidSpecException refusal =
        Refused.problemsOf(
            () ->
                SpotComputeEnvironment.builder("spot")
                    .minVcpus(-1)
                    .bidPercentage(101)
                    .instanceTypes("t3", "c6g")
                    .build());

    assertThat(refusal)
        .hasMessage(
            """
            5 problems:
              - computeEnvironment[spot].minVcpus: must be at least 0, was -1
              - computeEnvironment[spot].maxVcpus: must be given, was (none)
              - computeEnvironment[spot].instanceTypes[0]: must not be burstable, which Batch does\
             not offer, was t3
              - computeEnvironment[spot].instanceTypes: must be all Arm or all x86, not mixed,\
             was [t3, c6g]
              - computeEnvironment[spot].bidPercentage: must be from 0 to 100, was 101""");
  }
}
