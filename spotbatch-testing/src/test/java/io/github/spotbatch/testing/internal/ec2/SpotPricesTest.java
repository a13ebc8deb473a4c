package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.internal.Neighbours;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

class SpotPricesTest {

  private final Neighbours neighbours = new Neighbours();
  private final SpotPrices prices = neighbours.scope.ec2().spotPrices();
  private final Ec2Client ec2 = neighbours.ec2();
  private final Instant start = neighbours.time.now();

  @Nested
  class Market {

    @Test
    void at_everyPool_isAtMostOnDemand() {
      for (InstanceType type : neighbours.scope.ec2().instanceTypes().all()) {
        for (Zone zone : neighbours.scope.ec2().zones()) {
          assertThat(prices.at(type.name(), zone.name(), start).orElseThrow())
              .isPositive()
              .isLessThanOrEqualTo(type.onDemandUsdPerHour());
        }
      }
    }

    @Test
    void at_zones_differAndAverageToTheRegionsPrice() {
      assertThat(prices.at("c5.2xlarge", "us-east-1a", start)).contains(usd("0.149600"));
      assertThat(prices.at("c5.2xlarge", "us-east-1b", start)).contains(usd("0.143616"));
      assertThat(prices.at("c5.2xlarge", "us-east-1c", start)).contains(usd("0.155584"));
    }

    @Test
    void change_later_countsFromThenOn() {
      prices.change("c5.large", "us-east-1a", usd("0.07"), start.plusSeconds(60));

      assertThat(prices.at("c5.large", "us-east-1a", start.plusSeconds(59)))
          .isNotEqualTo(prices.at("c5.large", "us-east-1a", start.plusSeconds(60)));
      assertThat(prices.at("c5.large", "us-east-1a", start.plusSeconds(60)))
          .contains(usd("0.070000"));
    }

    @Test
    void change_unknownPool_fails() {
      assertThatThrownBy(() -> prices.change("c5.large", "us-west-2a", usd("1"), start))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no capacity pool of [instanceType=c5.large] in [zone=us-west-2a]");
    }

    @Test
    void change_beforeTheLastOne_fails() {
      prices.change("c5.large", "us-east-1a", usd("1"), start);

      assertThatThrownBy(
              () -> prices.change("c5.large", "us-east-1a", usd("2"), start.minusSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("before its last change at 2030-01-01T00:00:00Z");
    }
  }

  @Nested
  class History {

    private final Instant first = start.plusSeconds(60);
    private final Instant second = start.plusSeconds(120);

    private void change() {
      prices.change("c5.large", "us-east-1a", usd("0.05"), first);
      prices.change("c5.large", "us-east-1a", usd("0.06"), second);
      neighbours.time.advance(Duration.ofMinutes(5));
    }

    @Test
    void describe_range_beginsWithThePriceInForce() {
      change();

      assertThat(describe(it -> it.startTime(second.minusSeconds(1)).endTime(second)))
          .extracting(SpotPrice::timestamp)
          .containsExactly(second, first);
    }

    @Test
    void describe_now_isTheCurrentPriceOnly() {
      change();
      Instant now = neighbours.time.now();

      assertThat(describe(it -> it.startTime(now).endTime(now)))
          .singleElement()
          .satisfies(
              price -> {
                assertThat(price.spotPrice()).isEqualTo("0.060000");
                assertThat(price.productDescriptionAsString()).isEqualTo("Linux/UNIX");
                assertThat(price.availabilityZone()).isEqualTo("us-east-1a");
                assertThat(price.availabilityZoneId()).isEqualTo("use1-az1");
                assertThat(price.instanceTypeAsString()).isEqualTo("c5.large");
              });
    }

    @Test
    void describe_changeExactlyAtTheStart_isTheOneInForce() {
      change();

      assertThat(describe(it -> it.startTime(second).endTime(second)))
          .extracting(SpotPrice::timestamp)
          .containsExactly(second);
    }

    @Test
    void describe_noRange_isAllNewestFirst() {
      change();

      assertThat(describe(it -> {}))
          .extracting(SpotPrice::timestamp)
          .containsExactly(second, first, start.minus(Duration.ofHours(6)));
    }

    @Test
    void describe_futureChange_isNotShown() {
      prices.change("c5.large", "us-east-1a", usd("0.05"), start.plusSeconds(60));

      assertThat(describe(it -> {})).hasSize(1);
    }

    @Test
    void describe_pages_comeWholeAndEndWithAnEmptyToken() {
      change();

      assertThat(
              ec2.describeSpotPriceHistoryPaginator(it -> it.maxResults(100)).stream()
                  .flatMap(page -> page.spotPriceHistory().stream()))
          .hasSize(216 * 3 + 2);
      assertThat(ec2.describeSpotPriceHistory().nextToken()).isEmpty();
      assertThat(ec2.describeSpotPriceHistory(it -> it.maxResults(1)).spotPriceHistory())
          .extracting(SpotPrice::timestamp)
          .containsExactly(second);
    }

    @ParameterizedTest
    @CsvSource({
      "availability-zone, us-east-1b, 1",
      "availability-zone-id, use1-az*, 3",
      "instance-type, c5.*, 3",
      "product-description, Linux/UNIX, 3",
      "product-description, Windows, 0",
    })
    void describe_filter_leavesTheOthersOut(String name, String value, int expected) {
      Filter filter = Filter.builder().name(name).values(value).build();

      assertThat(
              ec2.describeSpotPriceHistory(
                      it -> it.instanceTypesWithStrings("c5.large").filters(filter))
                  .spotPriceHistory())
          .hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({"Linux/UNIX, 1", "Linux/UNIX (Amazon VPC), 1", "Windows, 0"})
    void describe_product_linuxOnlyIsSold(String product, int expected) {
      assertThat(describe(it -> it.productDescriptions(product))).hasSize(expected);
    }

    @Test
    void describe_unknownProduct_isRefused() {
      assertRefused(
          () -> describe(it -> it.productDescriptions("Linux")),
          "InvalidParameterValue",
          400,
          "Invalid product description: Linux");
    }

    @Test
    void describe_zoneTwice_isRefused() {
      assertRefused(
          () -> describe(it -> it.availabilityZoneId("use1-az1")),
          "InvalidParameterCombination",
          400,
          "The parameter AvailabilityZone cannot be used with the parameter AvailabilityZoneId");
    }

    @Test
    void describe_endBeforeStart_isRefused() {
      assertRefused(
          () -> describe(it -> it.startTime(second).endTime(first)),
          "InvalidParameterValue",
          400,
          "The start time 2030-01-01T00:02:00Z is after the end time 2030-01-01T00:01:00Z");
    }

    private List<SpotPrice> describe(Consumer<DescribeSpotPriceHistoryRequest.Builder> more) {
      return ec2.describeSpotPriceHistory(
              it -> {
                it.instanceTypesWithStrings("c5.large").availabilityZone("us-east-1a");
                more.accept(it);
              })
          .spotPriceHistory();
    }
  }

  private static BigDecimal usd(String amount) {
    return new BigDecimal(amount);
  }
}
