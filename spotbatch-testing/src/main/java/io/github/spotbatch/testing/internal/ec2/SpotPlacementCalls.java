package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.model.GetSpotPlacementScoresRequest;
import software.amazon.awssdk.services.ec2.model.GetSpotPlacementScoresResponse;
import software.amazon.awssdk.services.ec2.model.SpotPlacementScore;
import software.amazon.awssdk.services.ec2.model.TargetCapacityUnitType;

/**
 * EC2's operation that says where a Spot request would likely succeed.
 *
 * <p>How AWS comes to a score is published nowhere. Here it is what the pools of the types could
 * give now, measured by twice the target: 10 where they have that, else so many tenths of it,
 * rounded up. Fewer than three different types never get more than 3. AWS also limits how large the
 * target and how many different requests may be, by what an account has used lately; here neither
 * has a limit.
 */
final class SpotPlacementCalls {

  private static final int HIGHEST = 10;
  private static final int ROOM_OF_THE_HIGHEST = 2;
  private static final int FEW_TYPES = 2;
  private static final int HIGHEST_OF_FEW_TYPES = 3;
  private static final int TOP = 10;
  private static final int MAX_TARGET = 2_000_000_000;
  private static final int MAX_TYPES = 1_000;
  private static final int MAX_REGIONS = 10;
  private static final int MIN_PAGE = 10;
  private static final int MAX_PAGE = 1_000;

  private final World world;
  private final Ec2State state;

  SpotPlacementCalls(World world, Ec2State state) {
    this.world = world;
    this.state = state;
  }

  GetSpotPlacementScoresResponse get(GetSpotPlacementScoresRequest request) {
    check(request);
    Set<String> types = new TreeSet<>(request.instanceTypes());
    List<SpotPlacementScore> best =
        regions(request.regionNames())
            .flatMap(region -> scores(request, types, region))
            .sorted(Comparator.comparing(SpotPlacementScore::score).reversed())
            .limit(TOP)
            .toList();
    int size = Ec2Checks.pageSize(request.maxResults(), MIN_PAGE, MAX_PAGE);
    Page<SpotPlacementScore> page =
        Page.byOffset(best, request.nextToken(), size).orElseThrow(Ec2Checks::badToken);
    return GetSpotPlacementScoresResponse.builder()
        .spotPlacementScores(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  // The texts of these refusals are not known, but for those that other operations share.
  private void check(GetSpotPlacementScoresRequest request) {
    if (request.instanceRequirementsWithMetadata() != null) {
      if (request.hasInstanceTypes()) {
        throw Ec2Faults.of(
            "InvalidParameterCombination",
            "The parameter InstanceTypes cannot be used with the parameter"
                + " InstanceRequirementsWithMetadata");
      }
      throw Parameters.unsupported(request, "parameter", "InstanceRequirementsWithMetadata");
    }
    Ec2Checks.request(
        request,
        "InstanceTypes",
        "TargetCapacity",
        "TargetCapacityUnitType",
        "SingleAvailabilityZone",
        "RegionNames",
        "MaxResults",
        "NextToken");
    checkTarget(request.targetCapacity());
    if (request.targetCapacityUnitType() == TargetCapacityUnitType.UNKNOWN_TO_SDK_VERSION) {
      throw Ec2Faults.invalidValue(
          "The target capacity unit type '"
              + request.targetCapacityUnitTypeAsString()
              + "' is invalid");
    }
    checkTypes(request.instanceTypes());
    atMost(MAX_REGIONS, request.regionNames(), "RegionNames");
    request.regionNames().stream()
        .filter(name -> !isRegion(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw Ec2Faults.invalidValue("Invalid region: " + name);
            });
  }

  /** One's own may be of the test's making. */
  private boolean isRegion(String name) {
    return name.equals(state.region())
        || Region.regions().stream()
            .filter(region -> !region.isGlobalRegion())
            .anyMatch(region -> region.id().equals(name));
  }

  private static void checkTarget(@Nullable Integer target) {
    if (target == null) {
      throw Ec2Faults.missing("TargetCapacity");
    }
    if (target < 1 || target > MAX_TARGET) {
      throw Ec2Faults.invalidValue(
          String.format(
              Locale.ROOT,
              "Value ( %d ) for parameter targetCapacity is invalid. Expecting a value between 1"
                  + " and %d.",
              target,
              MAX_TARGET));
    }
  }

  private void checkTypes(List<String> types) {
    if (types.isEmpty()) {
      throw Ec2Faults.missing("InstanceTypes or InstanceRequirementsWithMetadata");
    }
    atMost(MAX_TYPES, types, "InstanceTypes");
    Ec2Checks.typesExist(types, state.instanceTypes());
  }

  private static void atMost(int most, List<String> values, String parameter) {
    if (values.size() > most) {
      throw Ec2Faults.invalidValue(
          String.format(
              Locale.ROOT,
              "The parameter %s holds %d values. Expecting at most %d.",
              parameter,
              values.size(),
              most));
    }
  }

  /** Where none is named, all Regions are looked at: here those of the data, and one's own. */
  private Stream<String> regions(List<String> named) {
    return named.isEmpty()
        ? Stream.concat(InstanceTypes.regions().stream(), Stream.of(state.region())).distinct()
        : named.stream().distinct();
  }

  private Stream<SpotPlacementScore> scores(
      GetSpotPlacementScoresRequest request, Set<String> types, String region) {
    SpotMarket market = world.market(region);
    List<Pool> pools = market.pools().filter(pool -> types.contains(pool.type().name())).toList();
    boolean few = types.size() <= FEW_TYPES;
    if (!Boolean.TRUE.equals(request.singleAvailabilityZone())) {
      return Stream.of(shape(region, null, score(request, pools, few)));
    }
    return market.zones().stream()
        .map(
            zone -> {
              List<Pool> ofZone = pools.stream().filter(it -> it.zone().equals(zone)).toList();
              return shape(region, zone, score(request, ofZone, few));
            });
  }

  private static int score(GetSpotPlacementScoresRequest request, List<Pool> pools, boolean few) {
    long free = pools.stream().mapToLong(room(request.targetCapacityUnitType())).sum();
    long enough = (long) ROOM_OF_THE_HIGHEST * request.targetCapacity();
    long tenths = (HIGHEST * free + enough - 1) / enough;
    long highest = few ? HIGHEST_OF_FEW_TYPES : HIGHEST;
    return (int) Math.max(1, Math.min(highest, tenths));
  }

  private static ToLongFunction<Pool> room(@Nullable TargetCapacityUnitType unit) {
    if (unit == TargetCapacityUnitType.VCPU) {
      return Pool::freeVcpus;
    }
    return unit == TargetCapacityUnitType.MEMORY_MIB
        ? pool -> (long) pool.free() * pool.type().memoryMib()
        : Pool::free;
  }

  private static SpotPlacementScore shape(String region, @Nullable Zone zone, int score) {
    return SpotPlacementScore.builder()
        .region(region)
        .availabilityZoneId(zone == null ? null : zone.id())
        .score(score)
        .build();
  }
}
