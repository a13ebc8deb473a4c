package io.github.spotbatch.examples;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** What a stack's Spot instances cost so far, at the prices that EC2 quotes at this moment. */
final class SpotCosts {

  private static final String LINUX = "Linux/UNIX";
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

  static final List<String> HEADER =
      List.of("instance", "type", "zone", "state", "ran for", "USD/h now", "USD");

  /** The rows of the table and their sum; a price that EC2 does not quote is no zero. */
  record Bill(List<List<String>> rows, BigDecimal total, int unpriced) {}

  private final Ec2Client ec2;

  SpotCosts(Ec2Client ec2) {
    this.ec2 = ec2;
  }

  /** The stack's own Spot instances, also those that have ended within the last hour. */
  List<Instance> instances(String stack) {
    return ec2
        .describeInstancesPaginator(
            request ->
                request.filters(
                    Filter.builder().name("tag:spotbatch:stack").values(stack).build(),
                    Filter.builder().name("instance-lifecycle").values("spot").build()))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .sorted(Comparator.comparing(Instance::launchTime))
        .toList();
  }

  /**
   * The bill of instances.
   *
   * @param ends when an instance that is gone was last seen at work, by its id
   */
  Bill bill(List<Instance> instances, Map<String, Instant> ends, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    BigDecimal total = BigDecimal.ZERO;
    int unpriced = 0;
    for (Instance instance : instances) {
      String zone = instance.placement().availabilityZone();
      boolean running = instance.state().name() == InstanceStateName.RUNNING;
      Instant end = running ? now : ends.getOrDefault(instance.instanceId(), now);
      Duration ran = Duration.between(instance.launchTime(), end);
      // An endpoint with a clock of its own: what its instances cost is not known here.
      boolean sameClock = !ran.isNegative();
      Optional<BigDecimal> price = price(instance.instanceType(), zone, now);
      Optional<BigDecimal> cost = price.filter(p -> sameClock).map(perHour -> cost(perHour, ran));
      total = total.add(cost.orElse(BigDecimal.ZERO));
      unpriced += cost.isPresent() ? 0 : 1;
      rows.add(
          List.of(
              instance.instanceId(),
              instance.instanceTypeAsString(),
              zone,
              instance.state().nameAsString(),
              sameClock ? JobTable.words(ran) : "unknown",
              price.map(BigDecimal::toPlainString).orElse("unknown"),
              cost.map(BigDecimal::toPlainString).orElse("unknown")));
    }
    return new Bill(rows, total, unpriced);
  }

  private static BigDecimal cost(BigDecimal perHour, Duration ran) {
    return perHour
        .multiply(BigDecimal.valueOf(ran.toSeconds()))
        .divide(SECONDS_PER_HOUR, 6, RoundingMode.HALF_UP);
  }

  /**
   * The price in force now: with a range that begins now, EC2 returns the last change before it.
   */
  Optional<BigDecimal> price(InstanceType type, String zone, Instant now) {
    return ec2
        .describeSpotPriceHistoryPaginator(
            request ->
                request
                    .startTime(now)
                    .instanceTypes(type)
                    .productDescriptions(LINUX)
                    .availabilityZone(zone))
        .spotPriceHistory()
        .stream()
        .max(Comparator.comparing(SpotPrice::timestamp))
        .map(price -> new BigDecimal(price.spotPrice()));
  }
}
