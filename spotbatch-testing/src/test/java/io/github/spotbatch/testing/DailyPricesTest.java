package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.internal.ec2.Pool;
import io.github.spotbatch.testing.internal.ec2.SpotMarket;
import io.github.spotbatch.testing.internal.ec2.SpotPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** What the market's own moves of a price do to an environment with a bid: no script is here. */
@Timeout(60)
class DailyPricesTest {

  private static final String TYPE = "c5.large";
  private static final String ZONE = "us-east-1a";
  private static final Duration YEAR = Duration.ofDays(365);

  private final FakeAws aws = FakeAws.create();
  private final Instant start = aws.time().now();
  private final Pool pool = new SpotMarket("us-east-1", 1).find(TYPE, ZONE).orElseThrow();

  @AfterEach
  void close() {
    aws.close();
  }

  /** The highest bid that the first price is not below. */
  private int lowBid() {
    return pool.price(start)
        .multiply(BigDecimal.valueOf(100))
        .divide(pool.type().onDemandUsdPerHour(), 0, RoundingMode.DOWN)
        .intValueExact();
  }

  private BigDecimal usd(int bid) {
    return pool.type().onDemandUsdPerHour().multiply(BigDecimal.valueOf(bid, 2));
  }

  private BatchWorld world(int bid) {
    BatchWorld plain = new BatchWorld(aws);
    String subnet =
        plain
            .ec2
            .describeSubnets(r -> r.filters(f -> f.name("availability-zone").values(ZONE)))
            .subnets()
            .get(0)
            .subnetId();
    return BatchWorld.ready(
        aws, r -> r.instanceTypes(TYPE).subnets(subnet).maxvCpus(2).bidPercentage(bid));
  }

  @Test
  @Rule("CE-31")
  void price_thatFallsBelowTheBid_letsTheWaitingJobRun() {
    Instant cheap = pool.nextPriceBelow(usd(lowBid()), start).orElseThrow();
    BatchWorld world = world(lowBid());
    String id = world.submit("frame");

    aws.advance(Duration.between(aws.time().now(), cheap).minusSeconds(1));
    assertThat(world.job(id).status()).isEqualTo(JobStatus.RUNNABLE);
    aws.runUntilIdle();

    assertThat(world.job(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(aws.report().hosts())
        .singleElement()
        .satisfies(host -> assertThat(host.launchedAt()).isBetween(cheap, cheap.plusSeconds(5)));
  }

  @Test
  @Rule({"CE-31", "SPOT-4"})
  void price_thatComesToTheBid_takesTheBusyHost() {
    BigDecimal bid = usd(lowBid());
    Instant cheap = pool.nextPriceBelow(bid, start).orElseThrow();
    Instant dear =
        pool.prices(cheap, cheap.plus(YEAR)).stream()
            .filter(price -> price.usdPerHour().compareTo(bid) >= 0)
            .map(SpotPrice::since)
            .findFirst()
            .orElseThrow();
    aws.jobs().named("frame").runsFor(YEAR);
    BatchWorld world = world(lowBid());
    String id = world.submit("frame");

    aws.advance(Duration.between(aws.time().now(), dear.plus(Duration.ofHours(1))));

    assertThat(world.job(id).statusReason()).startsWith("Host EC2");
    WorldReport report = aws.report();
    assertThat(report.hosts())
        .singleElement()
        .satisfies(host -> assertThat(host.noticeAt()).contains(dear));
    assertThat(report.marks())
        .singleElement()
        .satisfies(mark -> assertThat(mark.label()).isEqualTo(TYPE + " in " + ZONE))
        .satisfies(mark -> assertThat(mark.text()).startsWith("costs more than the bid of i-"));
  }

  @Test
  void price_thatWillNeverBeBelowTheBid_isNotWaitedFor() {
    BatchWorld world = world(1);
    String id = world.submit("frame");

    aws.runUntilIdle();

    assertThat(aws.time().now()).isBefore(start.plus(Duration.ofDays(1)));
    assertThat(world.job(id).statusReason()).startsWith("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY");
  }

  @Test
  void jobCancelledWhileItWaitsForAPrice_endsTheWait() {
    BatchWorld world = world(lowBid());
    String id = world.submit("frame");
    aws.advance(Duration.ofHours(1));
    world.batch.cancelJob(r -> r.jobId(id).reason("too dear"));

    aws.runUntilIdle();

    assertThat(aws.time().now()).isBefore(start.plus(Duration.ofHours(2)));
    assertThat(aws.report().hosts()).isEmpty();
  }

  @Test
  void pool_thatIsDrainedToo_isNotWaitedFor() {
    BatchWorld world = world(lowBid());
    aws.spot().script("dry").at(Duration.ZERO, Adversity.drain(TYPE));
    world.submit("frame");

    aws.runUntilIdle();

    assertThat(aws.time().now()).isBefore(start.plus(Duration.ofDays(1)));
  }
}
