package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.GpuInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ec2.model.UsageClassType;

/** EC2's operations on instance types. Which zone offers which type is the market's to say. */
final class InstanceTypeCalls {

  // Types, other than their offerings, come in shorter pages than most.
  private static final int MIN_PAGE = 5;
  private static final int MAX_PAGE = 100;

  private static final Set<LocationType> LOCATION_TYPES =
      Set.of(
          LocationType.REGION, LocationType.AVAILABILITY_ZONE, LocationType.AVAILABILITY_ZONE_ID);

  private final Ec2State state;

  private final Filters<InstanceType> filters =
      new Filters<InstanceType>("DescribeInstanceTypes")
          .on("instance-type", InstanceType::name)
          .on("vcpu-info.default-vcpus", type -> String.valueOf(type.vcpus()))
          .on("memory-info.size-in-mib", type -> String.valueOf(type.memoryMib()))
          .on("processor-info.supported-architecture", InstanceType::architecture)
          .on("bare-metal", type -> "false")
          .on("burstable-performance-supported", type -> "false")
          .on("current-generation", type -> "true")
          .on("supported-virtualization-type", type -> "hvm")
          .onAny("supported-usage-class", type -> List.of("on-demand", "spot"));

  private final Filters<InstanceTypeOffering> offeringFilters =
      new Filters<InstanceTypeOffering>("DescribeInstanceTypeOfferings")
          .on("instance-type", InstanceTypeOffering::instanceTypeAsString)
          .on("location", InstanceTypeOffering::location);

  InstanceTypeCalls(Ec2State state) {
    this.state = state;
  }

  DescribeInstanceTypesResponse describe(DescribeInstanceTypesRequest request) {
    Ec2Checks.request(request, "InstanceTypes", "Filters", "MaxResults", "NextToken");
    List<String> names = request.instanceTypesAsStrings();
    Ec2Checks.typesExist(names, state.instanceTypes());
    List<InstanceType> matching =
        filters.apply(request, request.filters(), state.instanceTypes().all()).stream()
            .filter(type -> names.isEmpty() || names.contains(type.name()))
            .toList();
    int size = Ec2Checks.pageSize(request.maxResults(), MIN_PAGE, MAX_PAGE);
    Page<InstanceType> page =
        Ec2Checks.page(matching, InstanceType::name, request.nextToken(), size);
    return DescribeInstanceTypesResponse.builder()
        .instanceTypes(page.items().stream().map(InstanceTypeCalls::shape).toList())
        .nextToken(page.nextToken())
        .build();
  }

  DescribeInstanceTypeOfferingsResponse describeOfferings(
      DescribeInstanceTypeOfferingsRequest request) {
    Ec2Checks.request(request, "LocationType", "Filters", "MaxResults", "NextToken");
    LocationType locationType =
        request.locationType() == null ? LocationType.REGION : request.locationType();
    if (!LOCATION_TYPES.contains(locationType)) {
      throw Ec2Faults.invalidValue(
          "The location type '" + request.locationTypeAsString() + "' is invalid");
    }
    List<InstanceTypeOffering> all = new ArrayList<>();
    for (InstanceType type : state.instanceTypes().all()) {
      locations(type, locationType)
          .distinct()
          .forEach(at -> all.add(offering(type, locationType, at)));
    }
    Page<InstanceTypeOffering> page =
        Ec2Checks.page(
            offeringFilters.apply(request, request.filters(), all),
            offering -> offering.instanceTypeAsString() + " " + offering.location(),
            request.nextToken(),
            request.maxResults());
    return DescribeInstanceTypeOfferingsResponse.builder()
        .instanceTypeOfferings(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private Stream<String> locations(InstanceType type, LocationType kind) {
    Stream<Zone> zones = state.zones().stream().filter(zone -> state.market().offers(type, zone));
    return switch (kind) {
      case REGION -> zones.map(zone -> state.region());
      case AVAILABILITY_ZONE -> zones.map(Zone::name);
      case AVAILABILITY_ZONE_ID -> zones.map(Zone::id);
      default -> throw new IllegalStateException("unchecked location type " + kind);
    };
  }

  private static InstanceTypeOffering offering(
      InstanceType type, LocationType locationType, String location) {
    return InstanceTypeOffering.builder()
        .instanceType(type.name())
        .locationType(locationType)
        .location(location)
        .build();
  }

  private static InstanceTypeInfo shape(InstanceType type) {
    var builder =
        InstanceTypeInfo.builder()
            .instanceType(type.name())
            .currentGeneration(true)
            .bareMetal(false)
            .burstablePerformanceSupported(false)
            .supportedUsageClasses(UsageClassType.ON_DEMAND, UsageClassType.SPOT)
            .vCpuInfo(it -> it.defaultVCpus(type.vcpus()))
            .memoryInfo(it -> it.sizeInMiB((long) type.memoryMib()))
            .processorInfo(it -> it.supportedArchitecturesWithStrings(type.architecture()));
    if (type.gpus() > 0) {
      builder.gpuInfo(
          GpuInfo.builder()
              .gpus(GpuDeviceInfo.builder().manufacturer("NVIDIA").count(type.gpus()).build())
              .build());
    }
    return builder.build();
  }
}
