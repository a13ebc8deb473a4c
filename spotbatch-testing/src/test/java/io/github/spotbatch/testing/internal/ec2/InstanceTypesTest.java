package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.internal.Neighbours;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;

class InstanceTypesTest {

  private final Ec2Client ec2 = new Neighbours().ec2();

  @Nested
  class Data {

    @ParameterizedTest
    @CsvSource({
      "us-east-1, 0.3400, 0.1496, 1",
      "eu-west-1, 0.3840, 0.1882, 0",
    })
    void in_region_hasItsPrices(String region, String onDemand, String spot, int bucket) {
      InstanceType type = InstanceTypes.in(region).find("c5.2xlarge").orElseThrow();

      assertThat(type.vcpus()).isEqualTo(8);
      assertThat(type.memoryMib()).isEqualTo(16_384);
      assertThat(type.architecture()).isEqualTo("x86_64");
      assertThat(type.onDemandUsdPerHour()).isEqualTo(onDemand);
      assertThat(type.spotUsdPerHour()).isEqualTo(spot);
      assertThat(type.interruptionBucket()).isEqualTo(bucket);
    }

    @Test
    void in_regionWithoutData_offersTheSameTypes() {
      assertThat(InstanceTypes.in("eu-north-1").all()).hasSize(216);
    }

    @Test
    void families_ofTheBundles_areThere() {
      Set<String> families = new TreeSet<>();
      InstanceTypes.in("us-east-1").all().forEach(type -> families.add(type.family()));

      assertThat(families)
          .hasSize(25)
          .contains("m6i", "c6i", "r6i", "c7i", "m6g", "c6g", "r6g", "c7g");
    }

    @ParameterizedTest
    @CsvSource({
      "c5.large, 0",
      "g5.xlarge, 1",
      "g5.12xlarge, 4",
      "g5.48xlarge, 8",
      "g4dn.12xlarge, 4"
    })
    void gpus_ofType_areAsSold(String name, int gpus) {
      assertThat(InstanceTypes.in("us-east-1").find(name).orElseThrow().gpus()).isEqualTo(gpus);
    }
  }

  @Nested
  class Describe {

    @Test
    void describe_gpuType_showsItsSize() {
      InstanceTypeInfo type =
          ec2.describeInstanceTypes(it -> it.instanceTypesWithStrings("g5.12xlarge"))
              .instanceTypes()
              .get(0);

      assertThat(type.vCpuInfo().defaultVCpus()).isEqualTo(48);
      assertThat(type.memoryInfo().sizeInMiB()).isEqualTo(196_608);
      assertThat(type.gpuInfo().gpus().get(0).count()).isEqualTo(4);
      assertThat(type.supportedUsageClassesAsStrings()).containsExactly("on-demand", "spot");
    }

    @Test
    void describe_unknownTypes_areRefusedTogether() {
      assertRefused(
          () ->
              ec2.describeInstanceTypes(
                  it -> it.instanceTypesWithStrings("c5.large", "x9.tiny", "c5.huge")),
          "InvalidInstanceType",
          400,
          "The following supplied instance types do not exist: [x9.tiny, c5.huge]");
    }

    @Test
    void describe_architectureFilter_leavesTheOthersOut() {
      var types =
          ec2.describeInstanceTypesPaginator(
                  it ->
                      it.maxResults(100)
                          .filters(
                              Filter.builder()
                                  .name("processor-info.supported-architecture")
                                  .values("arm64")
                                  .build()))
              .instanceTypes();

      assertThat(types).isNotEmpty().allMatch(it -> it.instanceTypeAsString().contains("g."));
    }

    @Test
    void describe_pages_comeWhole() {
      assertThat(ec2.describeInstanceTypesPaginator(it -> it.maxResults(100)).instanceTypes())
          .hasSize(216);
    }
  }

  @Nested
  class Offerings {

    @Test
    void describeOfferings_byZone_hasOneForEachZone() {
      assertThat(
              ec2.describeInstanceTypeOfferings(
                      it ->
                          it.locationType(LocationType.AVAILABILITY_ZONE)
                              .filters(
                                  Filter.builder()
                                      .name("instance-type")
                                      .values("c5.large")
                                      .build()))
                  .instanceTypeOfferings())
          .extracting(InstanceTypeOffering::location)
          .containsExactly("us-east-1a", "us-east-1b", "us-east-1c");
    }

    @Test
    void describeOfferings_byRegion_isTheDefault() {
      assertThat(ec2.describeInstanceTypeOfferingsPaginator(it -> it.maxResults(100)).stream())
          .flatExtracting(it -> it.instanceTypeOfferings())
          .hasSize(216)
          .allMatch(it -> it.location().equals("us-east-1"));
    }
  }
}
