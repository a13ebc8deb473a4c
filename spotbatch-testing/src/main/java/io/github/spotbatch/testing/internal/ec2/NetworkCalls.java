package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Tenancy;

/** EC2's operations on VPCs, subnets and zones. */
final class NetworkCalls {

  private final Ec2State state;
  private final Filters<Vpc> vpcFilters;
  private final Filters<Subnet> subnetFilters;
  private final Filters<Zone> zoneFilters;

  NetworkCalls(Ec2State state) {
    this.state = state;
    this.vpcFilters =
        new Filters<Vpc>("DescribeVpcs")
            .on("vpc-id", Vpc::id)
            .on("cidr", Vpc::cidr)
            .on("is-default", vpc -> String.valueOf(vpc.isDefault()))
            .on("isDefault", vpc -> String.valueOf(vpc.isDefault()))
            .on("owner-id", vpc -> state.account())
            .on("state", vpc -> "available")
            .onTags(Vpc::tags);
    this.subnetFilters =
        new Filters<Subnet>("DescribeSubnets")
            .on("subnet-id", Subnet::id)
            .on("vpc-id", Subnet::vpcId)
            .on("availability-zone", subnet -> subnet.zone().name())
            .on("availability-zone-id", subnet -> subnet.zone().id())
            .on("cidr-block", Subnet::cidr)
            .on("default-for-az", subnet -> String.valueOf(subnet.isDefault()))
            .on("map-public-ip-on-launch", subnet -> String.valueOf(subnet.isDefault()))
            .on("owner-id", subnet -> state.account())
            .on("state", subnet -> "available")
            .onTags(Subnet::tags);
    this.zoneFilters =
        new Filters<Zone>("DescribeAvailabilityZones")
            .on("zone-name", Zone::name)
            .on("zone-id", Zone::id)
            .on("zone-type", zone -> "availability-zone")
            .on("region-name", zone -> state.region())
            .on("opt-in-status", zone -> "opt-in-not-required")
            .on("state", zone -> "available");
  }

  DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request) {
    Ec2Checks.request(request, "Filters", "VpcIds", "NextToken", "MaxResults");
    List<String> ids = request.vpcIds();
    Ec2Checks.allExist(ids, id -> state.vpc(id).isPresent(), Ec2Faults::noVpc);
    List<Vpc> matching =
        vpcFilters.apply(request, request.filters(), state.vpcs()).stream()
            .filter(vpc -> ids.isEmpty() || ids.contains(vpc.id()))
            .toList();
    Page<Vpc> page = Ec2Checks.page(matching, Vpc::id, request.nextToken(), request.maxResults());
    return DescribeVpcsResponse.builder()
        .vpcs(page.items().stream().map(this::shape).toList())
        .nextToken(page.nextToken())
        .build();
  }

  DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    Ec2Checks.request(request, "Filters", "SubnetIds", "NextToken", "MaxResults");
    List<String> ids = request.subnetIds();
    Ec2Checks.allExist(ids, state::subnetExists, Ec2Faults::noSubnet);
    List<Subnet> matching =
        subnetFilters.apply(request, request.filters(), state.subnets()).stream()
            .filter(subnet -> ids.isEmpty() || ids.contains(subnet.id()))
            .toList();
    Page<Subnet> page =
        Ec2Checks.page(matching, Subnet::id, request.nextToken(), request.maxResults());
    return DescribeSubnetsResponse.builder()
        .subnets(page.items().stream().map(this::shape).toList())
        .nextToken(page.nextToken())
        .build();
  }

  DescribeAvailabilityZonesResponse describeZones(DescribeAvailabilityZonesRequest request) {
    Ec2Checks.request(request, "Filters", "ZoneNames", "ZoneIds", "AllAvailabilityZones");
    refuseUnknown(request.zoneNames(), state.zones().stream().map(Zone::name).toList());
    refuseUnknown(request.zoneIds(), state.zones().stream().map(Zone::id).toList());
    List<AvailabilityZone> zones =
        zoneFilters.apply(request, request.filters(), state.zones()).stream()
            .filter(it -> request.zoneNames().isEmpty() || request.zoneNames().contains(it.name()))
            .filter(it -> request.zoneIds().isEmpty() || request.zoneIds().contains(it.id()))
            .map(this::shape)
            .toList();
    return DescribeAvailabilityZonesResponse.builder().availabilityZones(zones).build();
  }

  private static void refuseUnknown(Collection<String> wanted, Collection<String> known) {
    List<String> unknown = wanted.stream().filter(zone -> !known.contains(zone)).toList();
    if (!unknown.isEmpty()) {
      throw Ec2Faults.invalidValue("Invalid availability zone: [" + unknown.get(0) + "]");
    }
  }

  private software.amazon.awssdk.services.ec2.model.Vpc shape(Vpc vpc) {
    return software.amazon.awssdk.services.ec2.model.Vpc.builder()
        .vpcId(vpc.id())
        .ownerId(state.account())
        .cidrBlock(vpc.cidr())
        .isDefault(vpc.isDefault())
        .instanceTenancy(Tenancy.DEFAULT)
        .state("available")
        .tags(TagCalls.shape(vpc.tags()))
        .build();
  }

  private software.amazon.awssdk.services.ec2.model.Subnet shape(Subnet subnet) {
    long used =
        state.instances().stream()
            .filter(it -> it.holdsInterface() && it.subnet().id().equals(subnet.id()))
            .count();
    return software.amazon.awssdk.services.ec2.model.Subnet.builder()
        .subnetId(subnet.id())
        .subnetArn(state.arn("subnet/" + subnet.id()))
        .vpcId(subnet.vpcId())
        .ownerId(state.account())
        .availabilityZone(subnet.zone().name())
        .availabilityZoneId(subnet.zone().id())
        .availableIpAddressCount(Subnet.ADDRESSES - (int) used)
        .cidrBlock(subnet.cidr())
        .defaultForAz(subnet.isDefault())
        .mapPublicIpOnLaunch(subnet.isDefault())
        .state("available")
        .tags(TagCalls.shape(subnet.tags()))
        .build();
  }

  private AvailabilityZone shape(Zone zone) {
    return AvailabilityZone.builder()
        .zoneName(zone.name())
        .zoneId(zone.id())
        .zoneType("availability-zone")
        .regionName(state.region())
        .optInStatus("opt-in-not-required")
        .state("available")
        .build();
  }
}
