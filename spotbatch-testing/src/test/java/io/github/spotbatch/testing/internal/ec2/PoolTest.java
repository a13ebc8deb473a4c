package io.github.spotbatch.testing.internal.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.spotbatch.testing.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration QUARTER = Duration.ofDays(90);

  private final SpotMarket market = new SpotMarket("us-east-1", 1);
  private final Pool pool = pool("c5.large", "us-east-1a");

  @Rule("SPOT-3")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, -3})
  void prices_ofEveryPool_moveSlowlyAndStayBelowOnDemand(long seed) {
    new SpotMarket("us-east-1", seed)
        .pools()
        .forEach(
            it -> {
              BigDecimal before = it.price(START);
              for (SpotPrice price : it.prices(START, START.plus(QUARTER))) {
                BigDecimal now = price.usdPerHour();
                assertThat(now).isPositive().isLessThanOrEqualTo(it.type().onDemandUsdPerHour());
                assertThat(now).isCloseTo(before, withinPercentage(2));
                before = now;
              }
            });
  }

  @Test
  void prices_overAllZonesAndMonths_averageToTheRegionsPrice() {
    InstanceType type = pool.type();
    double average =
        market.zones().stream()
            .flatMap(zone -> market.pool(type, zone).prices(START, START.plus(QUARTER)).stream())
            .mapToDouble(price -> price.usdPerHour().doubleValue())
            .average()
            .orElseThrow();

    assertThat(average).isCloseTo(type.spotUsdPerHour().doubleValue(), withinPercentage(3));
  }

  @Test
  void prices_ofARange_agreeWithThoseAtEachTime() {
    List<SpotPrice> prices = pool.prices(START, START.plus(QUARTER));

    assertThat(prices).hasSize(91);
    assertThat(prices.get(0).since()).isBetween(START.minus(Duration.ofDays(1)), START);
    for (SpotPrice price : prices) {
      assertThat(pool.price(price.since())).isEqualTo(price.usdPerHour());
      assertThat(pool.nextPriceChange(price.since().minusSeconds(1))).isEqualTo(price.since());
    }
  }

  @Test
  void prices_ofTheSameSeed_areTheSame() {
    Pool again = new SpotMarket("us-east-1", 1).find("c5.large", "us-east-1a").orElseThrow();
    Pool other = new SpotMarket("us-east-1", 2).find("c5.large", "us-east-1a").orElseThrow();

    assertThat(again.prices(START, START.plus(QUARTER)))
        .isEqualTo(pool.prices(START, START.plus(QUARTER)))
        .isNotEqualTo(other.prices(START, START.plus(QUARTER)));
  }

  @Test
  void fixPrice_later_countsFromThenOnUntilTheNextMove() {
    BigDecimal before = pool.price(START);
    pool.fixPrice(new BigDecimal("0.05"), START.plusSeconds(60));
    pool.multiplyPrice(BigDecimal.ONE, START.plusSeconds(120));

    assertThat(pool.price(START.plusSeconds(59))).isEqualTo(before);
    assertThat(pool.price(START.plusSeconds(60))).isEqualTo("0.050000");
    assertThat(pool.price(START.plusSeconds(119))).isEqualTo("0.050000");
    assertThat(pool.price(START.plusSeconds(120))).isEqualTo(before);
  }

  @Test
  void fixPrice_forDays_doesNotMoveByItself() {
    pool.fixPrice(new BigDecimal("0.05"), START);

    assertThat(pool.prices(START, START.plus(QUARTER))).hasSize(1);
  }

  @Test
  void multiplyPrice_farAboveOnDemand_endsThere() {
    pool.multiplyPrice(BigDecimal.TEN, START);

    assertThat(pool.price(START)).isEqualByComparingTo(pool.type().onDemandUsdPerHour());
  }

  @Test
  void free_drainedAndGivenBack_isAsBefore() {
    int free = pool.free();
    pool.take();

    assertThat(pool.free()).isEqualTo(free - 1);
    pool.drain(true);
    assertThat(pool.free()).isZero();
    pool.drain(false);
    pool.giveBack();
    assertThat(pool.free()).isEqualTo(free).isEqualTo(pool.depth());
  }

  @Test
  void depth_byBucket_isDeeperTheMoreRarelyATypeIsReclaimed() {
    double rare = averageVcpus(0);

    assertThat(rare).isGreaterThan(averageVcpus(1));
    assertThat(averageVcpus(1)).isGreaterThan(averageVcpus(4));
    market.pools().forEach(it -> assertThat(it.depth()).isPositive());
  }

  private double averageVcpus(int bucket) {
    return market
        .pools()
        .filter(it -> it.type().interruptionBucket() == bucket && it.type().vcpus() <= 16)
        .mapToInt(Pool::freeVcpus)
        .average()
        .orElseThrow();
  }

  private Pool pool(String type, String zone) {
    return market.find(type, zone).orElseThrow();
  }
}
