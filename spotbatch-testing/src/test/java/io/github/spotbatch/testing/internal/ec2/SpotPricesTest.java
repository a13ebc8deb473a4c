package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

class SpotPricesTest {

  private final Neighbours neighbours = new Neighbours();
  private final Pool pool =
      neighbours.scope.ec2().market().find("c5.large", "us-east-1a").orElseThrow();
  private final Ec2Client ec2 = neighbours.ec2();
  private final Instant start = neighbours.time.now();

  @Nested
  class History {

    private final Instant first = start.plusSeconds(60);
    private final Instant second = start.plusSeconds(120);

    private void change() {
      pool.fixPrice(usd("0.05"), first);
      pool.fixPrice(usd("0.06"), second);
      neighbours.time.advance(Duration.ofMinutes(5));
    }

    @Test
    @Rule("SPOT-5")
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

      List<SpotPrice> all = describe(it -> {});

      assertThat(all)
          .extracting(SpotPrice::timestamp)
          .startsWith(second, first)
          .isSortedAccordingTo(Comparator.reverseOrder())
          .hasSize(2 + 1 + 90);
      assertThat(all.get(all.size() - 1).timestamp())
          .isBetween(start.minus(Duration.ofDays(91)), start.minus(Duration.ofDays(90)));
    }

    @Test
    void describe_futureChange_isNotShown() {
      pool.fixPrice(usd("0.05"), start.plusSeconds(60));

      assertThat(describe(it -> it.startTime(start))).hasSize(1);
    }

    @Test
    @Rule("SPOT-6")
    void describe_timesToCome_tellNoMoreThanNow() {
      Instant later = start.plus(Duration.ofDays(30));

      assertThat(describe(it -> it.startTime(start).endTime(later))).hasSize(1);
      assertThat(describe(it -> it.startTime(later)))
          .isEqualTo(describe(it -> it.startTime(start)));
      assertThat(describe(it -> it.startTime(later).endTime(later.plusSeconds(1)))).hasSize(1);
    }

    @Test
    @Rule("SPOT-5")
    void describe_moreThanNinetyDaysAgo_isForgotten() {
      Instant old = start.minus(Duration.ofDays(100));

      assertThat(describe(it -> it.startTime(old).endTime(old.plusSeconds(60)))).isEmpty();
      assertThat(describe(it -> it.endTime(old))).isEmpty();
    }

    @Test
    void describe_pages_comeWholeAndEndWithAnEmptyToken() {
      change();

      assertThat(
              ec2
                  .describeSpotPriceHistoryPaginator(
                      it -> it.maxResults(100).startTime(start).endTime(start))
                  .stream()
                  .flatMap(page -> page.spotPriceHistory().stream()))
          .hasSize(216 * 3);
      assertThat(ec2.describeSpotPriceHistory(it -> it.startTime(start).endTime(start)).nextToken())
          .isEmpty();
      assertThat(ec2.describeSpotPriceHistory(it -> it.maxResults(1)).spotPriceHistory())
          .extracting(SpotPrice::timestamp)
          .containsExactly(second);
    }

    @Test
    @Rule("SPOT-5")
    void describe_pagesWhileTimePasses_repeatAndSkipNothing() {
      change();
      List<SpotPrice> before = page(1_000, null).spotPriceHistory();
      List<SpotPrice> paged = new ArrayList<>();
      String token = null;
      do {
        DescribeSpotPriceHistoryResponse page = page(7, token);
        paged.addAll(page.spotPriceHistory());
        token = page.nextToken();
        pool.multiplyPrice(usd("1"), neighbours.time.now());
        neighbours.time.advance(Duration.ofHours(7));
      } while (!token.isEmpty());

      assertThat(before).hasSizeGreaterThan(6 * 31);
      assertThat(paged).isEqualTo(before);
    }

    private DescribeSpotPriceHistoryResponse page(int size, @Nullable String token) {
      return ec2.describeSpotPriceHistory(
          it ->
              it.instanceTypesWithStrings("c5.large", "m5.large")
                  .startTime(start.minus(Duration.ofDays(30)))
                  .maxResults(size)
                  .nextToken(token));
    }

    @Test
    void describe_pagesOfOneMoment_showPoolsWhosePricesMoveTogether() {
      neighbours.scope.ec2().market().pools().forEach(it -> it.fixPrice(usd("0.05"), start));

      assertThat(
              ec2
                  .describeSpotPriceHistoryPaginator(it -> it.maxResults(100).startTime(start))
                  .stream()
                  .flatMap(page -> page.spotPriceHistory().stream()))
          .hasSize(216 * 3)
          .doesNotHaveDuplicates();
    }

    @Test
    void describe_tokenOfAnotherOperation_isRefused() {
      String other = ec2.describeInstanceTypes(it -> it.maxResults(5)).nextToken();

      assertThat(other).isNotEmpty();
      assertRefused(
          () -> describe(it -> it.nextToken(other)),
          "InvalidParameterValue",
          400,
          "Unable to parse pagination token");
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
                      it ->
                          it.instanceTypesWithStrings("c5.large").startTime(start).filters(filter))
                  .spotPriceHistory())
          .hasSize(expected);
    }

    @ParameterizedTest
    @Rule("SPOT-6")
    @CsvSource({"Linux/UNIX, 1", "Linux/UNIX (Amazon VPC), 1", "Windows, 0"})
    void describe_product_linuxOnlyIsSold(String product, int expected) {
      assertThat(describe(it -> it.startTime(start).productDescriptions(product)))
          .hasSize(expected);
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
