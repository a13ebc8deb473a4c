package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ec2.model.SpotPlacementScore;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** Zones that do not have every instance type. */
class WithdrawnTypesTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld plain = new BatchWorld(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Ec2 {

    @Test
    void offerings_ofTheZone_lackTheType() {
      aws.spot().withdraw("c5.* in us-east-1c");

      assertThat(offerings(LocationType.AVAILABILITY_ZONE, "c5.large"))
          .containsExactly("us-east-1a", "us-east-1b");
      assertThat(offerings(LocationType.AVAILABILITY_ZONE_ID, "c5.large"))
          .containsExactly("use1-az1", "use1-az2");
      assertThat(offerings(LocationType.AVAILABILITY_ZONE, "m5.large")).hasSize(3);
      assertThat(offerings(LocationType.REGION, "c5.large")).containsExactly("us-east-1");
    }

    @Test
    void offerings_ofTheRegion_lackWhatNoZoneHas() {
      aws.spot().withdraw("c5.large");

      assertThat(offerings(LocationType.REGION, "c5.large")).isEmpty();
      assertThat(offerings(LocationType.REGION, "c5.xlarge")).containsExactly("us-east-1");
    }

    @Test
    void offerings_ofALocationTypeThatThereIsNot_areRefused() {
      assertThatThrownBy(
              () -> plain.ec2.describeInstanceTypeOfferings(it -> it.locationType("galaxy")))
          .hasMessageContaining("The location type 'galaxy' is invalid");
    }

    private List<String> offerings(LocationType kind, String type) {
      Filter filter = Filter.builder().name("instance-type").values(type).build();
      return plain
          .ec2
          .describeInstanceTypeOfferings(it -> it.locationType(kind).filters(filter))
          .instanceTypeOfferings()
          .stream()
          .map(InstanceTypeOffering::location)
          .toList();
    }

    @Test
    void prices_areThoseOfTheOtherZones() {
      aws.spot().withdraw("c5.large in us-east-1a");
      Instant now = aws.time().now();

      assertThat(
              plain
                  .ec2
                  .describeSpotPriceHistory(
                      it -> it.instanceTypesWithStrings("c5.large").startTime(now).endTime(now))
                  .spotPriceHistory())
          .extracting(SpotPrice::availabilityZone)
          .containsExactlyInAnyOrder("us-east-1b", "us-east-1c");
    }

    @Test
    void placementScores_countTheOtherZones() {
      aws.spot().withdraw("* in us-east-1a");

      assertThat(
              plain
                  .ec2
                  .getSpotPlacementScores(
                      it ->
                          it.instanceTypes("c5.large", "m5.large", "r5.large")
                              .targetCapacity(1)
                              .regionNames("us-east-1")
                              .singleAvailabilityZone(true))
                  .spotPlacementScores())
          .extracting(SpotPlacementScore::score)
          .containsExactly(10, 10, 1);
    }
  }

  @Nested
  class Batch {

    @ParameterizedTest
    @ValueSource(strings = {"SPOT", "EC2"})
    void hosts_areLaunchedInTheOtherZonesOnly(String kind) {
      String strategy = kind.equals("SPOT") ? "SPOT_CAPACITY_OPTIMIZED" : "BEST_FIT_PROGRESSIVE";
      BatchWorld world =
          ready(r -> r.type(kind).allocationStrategy(strategy).instanceTypes("c5.large"));
      aws.spot().withdraw("c5.* in us-east-1a");
      aws.spot().withdraw("c5.* in us-east-1c");
      submit(world, 16);

      aws.advance(Duration.ofMinutes(2));

      assertThat(world.instances(InstanceStateName.RUNNING))
          .hasSize(8)
          .allMatch(it -> it.placement().availabilityZone().equals("us-east-1b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPOT", "EC2"})
    void job_thatNoOfferedTypeHolds_waitsWithBatchsReason(String kind) {
      String strategy = kind.equals("SPOT") ? "SPOT_CAPACITY_OPTIMIZED" : "BEST_FIT_PROGRESSIVE";
      BatchWorld world =
          ready(r -> r.type(kind).allocationStrategy(strategy).instanceTypes("c5.large"));
      aws.spot().withdraw("c5.large");
      String job = world.submit("one");

      aws.advance(Duration.ofHours(2));

      assertThat(world.job(job).status()).isEqualTo(JobStatus.RUNNABLE);
      assertThat(world.job(job).statusReason())
          .isEqualTo(
              "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - Your compute environment"
                  + " associated with this job queue has an unsupported instance type"
                  + " configuration.");
    }

    @Test
    void host_thatRuns_goesOn() {
      aws.jobs().named("*").runsFor(Duration.ofHours(1));
      BatchWorld world = ready(r -> r.instanceTypes("c5.large"));
      String job = world.submit("one");
      aws.advance(Duration.ofMinutes(10));

      aws.spot().withdraw("c5.large");
      aws.runUntilIdle();

      assertThat(world.job(job).status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(world.job(job).attempts()).hasSize(1);
    }
  }

  @Test
  void withdraw_ofWhatNoZoneOffers_isRefused() {
    assertThatThrownBy(() -> aws.spot().withdraw("c5.* in eu-west-1a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no zone of the Regions that anybody has asked anything of offers"
                + " 'c5.* in eu-west-1a'");
    assertThatThrownBy(() -> aws.spot().withdraw("c55.*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no instance type of the fake is meant by 'c55.*'");
  }

  private BatchWorld ready(Consumer<ComputeResource.Builder> change) {
    return BatchWorld.ready(aws, change);
  }

  private static void submit(BatchWorld world, int jobs) {
    IntStream.range(0, jobs).forEach(i -> world.submit("job-" + i));
  }
}
