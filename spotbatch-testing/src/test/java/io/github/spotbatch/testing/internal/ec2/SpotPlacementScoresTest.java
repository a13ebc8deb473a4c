package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.GetSpotPlacementScoresRequest;
import software.amazon.awssdk.services.ec2.model.GetSpotPlacementScoresResponse;
import software.amazon.awssdk.services.ec2.model.SpotPlacementScore;

class SpotPlacementScoresTest {

  private static final String[] TYPES = {"c5.large", "m5.large", "r5.large"};

  private final Neighbours neighbours = new Neighbours();
  private final SpotMarket market = neighbours.scope.ec2().market();
  private final Ec2Client ec2 = neighbours.ec2();

  private List<Pool> pools() {
    return market.pools().filter(pool -> List.of(TYPES).contains(pool.type().name())).toList();
  }

  @Nested
  class Score {

    @ParameterizedTest
    @CsvSource({"units, 1", "vcpu, 2", "memory-mib, 4096"})
    @Rule("SPOT-7")
    void score_byUnit_measuresTheFreeCapacityByTheTarget(String unit, int least) {
      int free =
          switch (unit) {
            case "units" -> pools().stream().mapToInt(Pool::free).sum();
            case "vcpu" -> pools().stream().mapToInt(Pool::freeVcpus).sum();
            default -> pools().stream().mapToInt(it -> it.free() * it.type().memoryMib()).sum();
          };
      assertThat(free).isGreaterThan(100 * least);

      assertThat(score(it -> it.targetCapacityUnitType(unit).targetCapacity(free / 2)))
          .isEqualTo(10);
      assertThat(score(it -> it.targetCapacityUnitType(unit).targetCapacity(free))).isEqualTo(5);
      assertThat(score(it -> it.targetCapacityUnitType(unit).targetCapacity(2_000_000_000)))
          .isEqualTo(1);
    }

    @Test
    void score_withoutAUnit_countsInstances() {
      int free = pools().stream().mapToInt(Pool::free).sum();

      assertThat(score(it -> it.targetCapacity(free))).isEqualTo(5);
    }

    @Test
    @Rule("SPOT-8")
    void score_ofFewerThanThreeDifferentTypes_isLow() {
      assertThat(score(it -> it.targetCapacity(1))).isEqualTo(10);
      assertThat(score(it -> it.targetCapacity(1).instanceTypes("c5.large", "m5.large")))
          .isEqualTo(3);
      assertThat(
              score(it -> it.targetCapacity(1).instanceTypes("m5.large", "m5.large", "m5.large")))
          .isEqualTo(3);
    }

    @Test
    @Rule("SPOT-8")
    void score_ofDrainedAndOfTakenPools_isLower() {
      int target = pools().stream().mapToInt(Pool::free).sum() / 2;
      assertThat(score(it -> it.targetCapacity(target))).isEqualTo(10);

      pools().stream()
          .filter(it -> it.type().name().equals("c5.large"))
          .forEach(it -> it.drain(true));
      assertThat(score(it -> it.targetCapacity(target))).isBetween(5, 8);

      pools().forEach(pool -> IntStream.range(0, pool.depth()).forEach(i -> pool.take()));
      assertThat(score(it -> it.targetCapacity(target))).isEqualTo(1);
    }

    @Test
    void score_ofOneRegion_sumsUpItsZones() {
      int ofAZone =
          pools().stream()
              .filter(it -> it.zone().id().equals("use1-az1"))
              .mapToInt(Pool::free)
              .sum();

      assertThat(zones(it -> it.targetCapacity(ofAZone)).get("use1-az1")).isEqualTo(5);
      assertThat(score(it -> it.targetCapacity(ofAZone))).isEqualTo(10);
    }

    private int score(Consumer<GetSpotPlacementScoresRequest.Builder> more) {
      List<SpotPlacementScore> scores = ask(more.andThen(it -> it.regionNames("us-east-1")));
      assertThat(scores).hasSize(1);
      return scores.get(0).score();
    }

    private Map<String, Integer> zones(Consumer<GetSpotPlacementScoresRequest.Builder> more) {
      return ask(more.andThen(it -> it.regionNames("us-east-1").singleAvailabilityZone(true)))
          .stream()
          .collect(
              Collectors.toMap(SpotPlacementScore::availabilityZoneId, SpotPlacementScore::score));
    }
  }

  @Nested
  class Places {

    @Test
    @Rule("SPOT-7")
    void places_withoutRegions_areAllOfThem() {
      assertThat(ask(it -> it.targetCapacity(1)))
          .extracting(SpotPlacementScore::region)
          .containsExactlyInAnyOrder(
              "ap-northeast-1", "eu-central-1", "eu-west-1", "us-east-1", "us-east-2", "us-west-2");
    }

    @Test
    @Rule("SPOT-7")
    void places_byZone_areTheTopTenByTheirIds() {
      List<SpotPlacementScore> scores =
          ask(it -> it.targetCapacity(400).singleAvailabilityZone(true));

      assertThat(scores)
          .hasSize(10)
          .isSortedAccordingTo(Comparator.comparing(SpotPlacementScore::score).reversed())
          .allMatch(it -> it.availabilityZoneId().matches("[a-z]+\\d-az\\d"));
      assertThat(scores).extracting(SpotPlacementScore::score).doesNotContain(1);
    }

    @Test
    void places_byRegion_haveNoZone() {
      assertThat(ask(it -> it.targetCapacity(1).regionNames("eu-north-1", "us-east-1")))
          .extracting(SpotPlacementScore::region, SpotPlacementScore::availabilityZoneId)
          .containsExactlyInAnyOrder(tuple("eu-north-1", null), tuple("us-east-1", null));
    }

    @Test
    void places_ofAnotherRegion_followItsOwnMarket() {
      neighbours.world.market("eu-west-1").pools().forEach(it -> it.drain(true));

      assertThat(ask(it -> it.targetCapacity(1).regionNames("eu-west-1", "us-east-1")))
          .extracting(SpotPlacementScore::region, SpotPlacementScore::score)
          .containsExactly(tuple("us-east-1", 10), tuple("eu-west-1", 1));
    }

    @Test
    @Rule("SPOT-7")
    void places_fitOnOnePage() {
      GetSpotPlacementScoresResponse page =
          ec2.getSpotPlacementScores(
              it ->
                  it.instanceTypes(TYPES)
                      .targetCapacity(1)
                      .singleAvailabilityZone(true)
                      .maxResults(10));

      assertThat(page.spotPlacementScores()).hasSize(10);
      assertThat(page.nextToken()).isNull();
    }
  }

  @Nested
  class Refused {

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 2_000_000_001})
    @Rule("SPOT-7")
    void target_outOfBounds_isRefused(int target) {
      assertRefused(
          () -> ask(it -> it.targetCapacity(target)),
          "InvalidParameterValue",
          400,
          "Value ( "
              + target
              + " ) for parameter targetCapacity is invalid. Expecting a value between 1 and"
              + " 2000000000.");
    }

    @Test
    @Rule("SPOT-7")
    void target_missing_isRefused() {
      assertRefused(
          () -> ask(it -> {}),
          "MissingParameter",
          400,
          "The request must contain the parameter TargetCapacity");
    }

    @Test
    void unit_thatThereIsNot_isRefused() {
      assertRefused(
          () -> ask(it -> it.targetCapacity(1).targetCapacityUnitType("gpus")),
          "InvalidParameterValue",
          400,
          "The target capacity unit type 'gpus' is invalid");
    }

    @Test
    void types_missing_areRefused() {
      assertRefused(
          () -> ask(it -> it.targetCapacity(1).instanceTypes(List.of())),
          "MissingParameter",
          400,
          "The request must contain the parameter InstanceTypes or"
              + " InstanceRequirementsWithMetadata");
    }

    @Test
    void types_thatThereAreNot_areRefusedTogether() {
      assertRefused(
          () -> ask(it -> it.targetCapacity(1).instanceTypes("c5.large", "x9.tiny", "c5.huge")),
          "InvalidInstanceType",
          400,
          "The following supplied instance types do not exist: [x9.tiny, c5.huge]");
    }

    @Test
    @Rule("SPOT-7")
    void types_over1000_areRefused() {
      assertThat(
              ask(it -> it.targetCapacity(1).instanceTypes(Collections.nCopies(1_000, "c5.large"))))
          .isNotEmpty();
      assertRefused(
          () ->
              ask(it -> it.targetCapacity(1).instanceTypes(Collections.nCopies(1_001, "c5.large"))),
          "InvalidParameterValue",
          400,
          "The parameter InstanceTypes holds 1001 values. Expecting at most 1000.");
    }

    @Test
    @Rule("SPOT-7")
    void types_nextToRequirements_areRefused() {
      assertRefused(
          () -> ask(it -> it.targetCapacity(1).instanceRequirementsWithMetadata(all -> {})),
          "InvalidParameterCombination",
          400,
          "The parameter InstanceTypes cannot be used with the parameter"
              + " InstanceRequirementsWithMetadata");
    }

    @Test
    void requirements_failByName() {
      assertThatThrownBy(
              () ->
                  ec2.getSpotPlacementScores(
                      it -> it.targetCapacity(1).instanceRequirementsWithMetadata(all -> {})))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model ec2 GetSpotPlacementScores"
                  + " [parameter=InstanceRequirementsWithMetadata]");
    }

    @Test
    @Rule("SPOT-7")
    void regions_over10_areRefused() {
      String[] regions =
          IntStream.rangeClosed(1, 11).mapToObj(i -> "us-east-1").toArray(String[]::new);

      assertRefused(
          () -> ask(it -> it.targetCapacity(1).regionNames(regions)),
          "InvalidParameterValue",
          400,
          "The parameter RegionNames holds 11 values. Expecting at most 10.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1a", "*", "", "useast1", "us-esat-1", "aws-global"})
    void region_thatIsNone_isRefused(String region) {
      assertRefused(
          () -> ask(it -> it.targetCapacity(1).regionNames(region)),
          "InvalidParameterValue",
          400,
          "Invalid region: " + region);
    }

    @ParameterizedTest
    @CsvSource({"9, greater than or equal to 10", "1001, less than or equal to 1000"})
    @Rule("SPOT-7")
    void page_ofAnotherSize_isRefused(int size, String expected) {
      assertRefused(
          () -> ask(it -> it.targetCapacity(1).maxResults(size)),
          "InvalidParameterValue",
          400,
          "Value ( "
              + size
              + " ) for parameter maxResults is invalid. Expecting a value "
              + expected
              + ".");
    }

    @Test
    void token_ofNoPage_isRefused() {
      assertRefused(
          () -> ask(it -> it.targetCapacity(1).nextToken("more")),
          "InvalidParameterValue",
          400,
          "Unable to parse pagination token");
    }

    @Test
    void dryRun_changesNothingAndSaysSo() {
      assertRefused(
          () -> ask(it -> it.targetCapacity(1).dryRun(true)),
          "DryRunOperation",
          412,
          "Request would have succeeded, but DryRun flag is set.");
    }
  }

  private List<SpotPlacementScore> ask(Consumer<GetSpotPlacementScoresRequest.Builder> more) {
    return ec2.getSpotPlacementScores(
            it -> {
              it.instanceTypes(TYPES);
              more.accept(it);
            })
        .spotPlacementScores();
  }
}
