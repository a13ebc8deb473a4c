package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

class NetworkTest {

  private final Neighbours neighbours = new Neighbours();
  private final Ec2Client ec2 = neighbours.ec2();

  @Nested
  class Vpcs {

    @ParameterizedTest
    @ValueSource(strings = {"is-default", "isDefault"})
    @Rule("EC2-1")
    void describeVpcs_default_isTheOneOfBirth(String filter) {
      List<Vpc> vpcs = ec2.describeVpcs(it -> it.filters(filter(filter, "true"))).vpcs();

      assertThat(vpcs).hasSize(1);
      assertThat(vpcs.get(0).isDefault()).isTrue();
      assertThat(vpcs.get(0).cidrBlock()).isEqualTo("172.31.0.0/16");
      assertThat(vpcs.get(0).ownerId()).isEqualTo("123456789012");
      assertThat(ec2.describeVpcs(it -> it.filters(filter(filter, "false"))).vpcs()).isEmpty();
    }

    @Test
    @Rule("EC2-1")
    void describeVpcs_defaultRemoved_isEmptyAndSoAreItsParts() {
      neighbours.scope.ec2().removeDefaultVpc();

      assertThat(ec2.describeVpcs().vpcs()).isEmpty();
      assertThat(ec2.describeSubnets().subnets()).isEmpty();
      assertThat(ec2.describeSecurityGroups().securityGroups()).isEmpty();
    }

    @Test
    void removeDefaultVpc_withInstance_fails() {
      String subnet = ec2.describeSubnets().subnets().get(0).subnetId();
      neighbours
          .scope
          .ec2()
          .launch("c5.large", subnet, true, Map.of(), List.of(), null, "ami-0123456789abcdef0");

      assertThatThrownBy(() -> neighbours.scope.ec2().removeDefaultVpc())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("instances still run in the default VPC [vpc-");
    }

    @Test
    void describeVpcs_unknownId_isRefused() {
      assertRefused(
          () -> ec2.describeVpcs(it -> it.vpcIds("vpc-0123456789abcdef0")),
          "InvalidVpcID.NotFound",
          400,
          "The vpc ID 'vpc-0123456789abcdef0' does not exist");
    }

    @Test
    @Rule("EC2-5")
    void describeVpcs_dryRun_saysSo() {
      assertRefused(
          () -> ec2.describeVpcs(it -> it.dryRun(true)),
          "DryRunOperation",
          412,
          "Request would have succeeded, but DryRun flag is set.");
    }
  }

  @Nested
  class Filters {

    @Test
    void filter_thatAwsLacks_isRefusedAsAwsDoes() {
      assertRefused(
          () -> ec2.describeVpcs(it -> it.filters(filter("colour", "red"))),
          "InvalidParameterValue",
          400,
          "The filter 'colour' is invalid");
    }

    @Test
    void filter_thatTheFakeLacks_failsWithItsName() {
      assertThatThrownBy(() -> ec2.describeVpcs(it -> it.filters(filter("dhcp-options-id", "d"))))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model ec2 DescribeVpcs" + " [filter=dhcp-options-id]");
    }

    @ParameterizedTest
    @CsvSource({
      "us-east-1?, 3",
      "us-east-1*, 3",
      "*b, 1",
      "us-east-1, 0",
      "us.east-1a, 0",
      "?, 0",
    })
    void filter_wildcards_matchAsShellsDo(String zone, int expected) {
      assertThat(ec2.describeSubnets(it -> it.filters(filter("availability-zone", zone))).subnets())
          .hasSize(expected);
    }

    @Test
    @Rule("EC2-2")
    void filter_severalValues_matchAny_severalFilters_matchAll() {
      Filter zones = filter("availability-zone", "us-east-1a", "us-east-1c");

      assertThat(ec2.describeSubnets(it -> it.filters(zones)).subnets()).hasSize(2);
      assertThat(
              ec2.describeSubnets(it -> it.filters(zones, filter("default-for-az", "false")))
                  .subnets())
          .isEmpty();
    }

    @Test
    void filter_byTag_matchesKeyAndValue() {
      List<Subnet> subnets = ec2.describeSubnets().subnets();
      ec2.createTags(
          it ->
              it.resources(subnets.get(1).subnetId())
                  .tags(tag -> tag.key("tier").value("private")));

      assertThat(ec2.describeSubnets(it -> it.filters(filter("tag:tier", "priv*"))).subnets())
          .extracting(Subnet::subnetId)
          .containsExactly(subnets.get(1).subnetId());
      assertThat(ec2.describeSubnets(it -> it.filters(filter("tag-key", "tier"))).subnets())
          .hasSize(1);
      assertThat(ec2.describeSubnets(it -> it.filters(filter("tag:tier", "public"))).subnets())
          .isEmpty();
    }
  }

  @Nested
  class Subnets {

    @Test
    @Rule("EC2-2")
    void describeSubnets_ofTheDefaultVpc_areOneForEachZone() {
      String vpc = ec2.describeVpcs().vpcs().get(0).vpcId();

      List<Subnet> subnets = ec2.describeSubnets(it -> it.filters(filter("vpc-id", vpc))).subnets();

      assertThat(subnets)
          .extracting(Subnet::availabilityZone)
          .containsExactlyInAnyOrder("us-east-1a", "us-east-1b", "us-east-1c");
      assertThat(subnets)
          .extracting(Subnet::cidrBlock)
          .containsExactlyInAnyOrder("172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20");
      assertThat(subnets).allMatch(Subnet::defaultForAz);
      assertThat(subnets).allMatch(subnet -> subnet.availableIpAddressCount() == 4091);
    }

    @Test
    void describeSubnets_withInstance_hasOneAddressLess() {
      String subnet = ec2.describeSubnets().subnets().get(0).subnetId();
      neighbours
          .scope
          .ec2()
          .launch("c5.large", subnet, true, Map.of(), List.of(), null, "ami-0123456789abcdef0");

      assertThat(
              ec2.describeSubnets(it -> it.subnetIds(subnet))
                  .subnets()
                  .get(0)
                  .availableIpAddressCount())
          .isEqualTo(4090);
    }

    @Test
    void describeSubnets_unknownId_isRefused() {
      assertRefused(
          () -> ec2.describeSubnets(it -> it.subnetIds("subnet-1")),
          "InvalidSubnetID.NotFound",
          400,
          "The subnet ID 'subnet-1' does not exist");
    }

    @Test
    void describeSubnets_pageOfFour_isRefused() {
      assertRefused(
          () -> ec2.describeSubnets(it -> it.maxResults(4)),
          "InvalidParameterValue",
          400,
          "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than or equal"
              + " to 5.");
    }
  }

  @Nested
  class Zones {

    @ParameterizedTest
    @CsvSource({
      "us-east-1, us-east-1a, use1-az1",
      "eu-central-1, eu-central-1a, euc1-az1",
      "ap-northeast-1, ap-northeast-1a, apne1-az1",
      "us-gov-west-1, us-gov-west-1a, usgw1-az1",
    })
    void zone_ofRegion_hasAwsNames(String region, String name, String id) {
      assertThat(Zone.of(region).get(0)).isEqualTo(new Zone(name, id));
    }

    @Test
    void describeZones_byName_leavesTheOthersOut() {
      assertThat(
              ec2.describeAvailabilityZones(it -> it.zoneNames("us-east-1b")).availabilityZones())
          .extracting(AvailabilityZone::zoneId)
          .containsExactly("use1-az2");
    }

    @Test
    void describeZones_unknown_isRefused() {
      assertRefused(
          () -> ec2.describeAvailabilityZones(it -> it.zoneNames("us-east-1z")),
          "InvalidParameterValue",
          400,
          "Invalid availability zone: [us-east-1z]");
    }
  }

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }
}
