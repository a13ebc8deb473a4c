package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;

/** EC2's operation on Spot prices. The market of the fake sells Linux only. */
final class SpotPriceCalls {

  private static final String LINUX = "Linux/UNIX";
  private static final String VPC_SUFFIX = " (Amazon VPC)";
  private static final Set<String> PRODUCTS =
      Set.of(LINUX, "Red Hat Enterprise Linux", "SUSE Linux", "Windows");
  private static final char SEPARATOR = ' ';
  private static final Duration KEPT = Duration.ofDays(90);

  private final World world;
  private final Ec2State state;

  private final Filters<SpotPrice> filters =
      new Filters<SpotPrice>("DescribeSpotPriceHistory")
          .on("instance-type", SpotPrice::instanceType)
          .on("availability-zone", price -> price.zone().name())
          .on("availability-zone-id", price -> price.zone().id())
          .on("spot-price", price -> price.usdPerHour().toPlainString())
          .on("timestamp", price -> price.since().toString())
          .onAny("product-description", price -> List.of(LINUX, LINUX + VPC_SUFFIX));

  SpotPriceCalls(World world, Ec2State state) {
    this.world = world;
    this.state = state;
  }

  DescribeSpotPriceHistoryResponse describe(DescribeSpotPriceHistoryRequest request) {
    Ec2Checks.request(
        request,
        "StartTime",
        "EndTime",
        "InstanceTypes",
        "ProductDescriptions",
        "AvailabilityZone",
        "AvailabilityZoneId",
        "Filters",
        "MaxResults",
        "NextToken");
    if (request.availabilityZone() != null && request.availabilityZoneId() != null) {
      throw Ec2Faults.of(
          "InvalidParameterCombination",
          "The parameter AvailabilityZone cannot be used with the parameter AvailabilityZoneId");
    }
    request.productDescriptions().forEach(SpotPriceCalls::refuseUnknown);
    checkRange(request.startTime(), request.endTime());
    Instant oldest = world.now().minus(KEPT);
    Instant asked = known(request.startTime(), oldest);
    Instant start = asked.isBefore(oldest) ? oldest : asked;
    Instant end = known(request.endTime(), world.now());
    List<Pool> pools =
        end.isBefore(oldest)
            ? List.of()
            : state.market().pools().filter(pool -> wanted(request, pool)).toList();
    NewestPrices all = new NewestPrices(pools, start, end, position(request.nextToken()));
    Predicate<SpotPrice> matching = filters.all(request, request.filters());
    int size = pageSize(request.maxResults());
    List<SpotPrice> found = new ArrayList<>();
    while (all.hasNext() && found.size() <= size) {
      SpotPrice price = all.next();
      if (matching.test(price)) {
        found.add(price);
      }
    }
    boolean last = found.size() <= size;
    List<SpotPrice> page = last ? found : found.subList(0, size);
    return DescribeSpotPriceHistoryResponse.builder()
        .spotPriceHistory(page.stream().map(SpotPriceCalls::shape).toList())
        .nextToken(last ? "" : token(page.get(size - 1)))
        .build();
  }

  /** Prices that appear between two pages are newer, so a page goes on by the last one's place. */
  private static String token(SpotPrice last) {
    NewestPrices.Position position = NewestPrices.Position.of(last);
    return Page.token(position.since().toString() + SEPARATOR + position.pool());
  }

  private static NewestPrices.@Nullable Position position(@Nullable String token) {
    if (token == null) {
      return null;
    }
    String key = Page.key(token).orElseThrow(Ec2Checks::badToken);
    int space = Math.max(0, key.indexOf(SEPARATOR));
    try {
      Instant since = Instant.parse(key.substring(0, space));
      return new NewestPrices.Position(since, key.substring(space + 1));
    } catch (DateTimeParseException e) {
      throw Ec2Checks.badToken();
    }
  }

  private static void checkRange(@Nullable Instant start, @Nullable Instant end) {
    if (start != null && end != null && start.isAfter(end)) {
      throw Ec2Faults.invalidValue("The start time " + start + " is after the end time " + end);
    }
  }

  /** Of a time to come nobody knows more than of now. */
  private Instant known(@Nullable Instant asked, Instant unlessAsked) {
    Instant time = asked == null ? unlessAsked : asked;
    return time.isAfter(world.now()) ? world.now() : time;
  }

  private static boolean wanted(DescribeSpotPriceHistoryRequest request, Pool pool) {
    List<String> types = request.instanceTypesAsStrings();
    List<String> products = request.productDescriptions();
    boolean zone =
        matches(request.availabilityZone(), pool.zone().name())
            && matches(request.availabilityZoneId(), pool.zone().id());
    boolean type = types.isEmpty() || types.contains(pool.type().name());
    boolean product =
        products.isEmpty() || products.contains(LINUX) || products.contains(LINUX + VPC_SUFFIX);
    return zone && type && product;
  }

  private static boolean matches(@Nullable String asked, String actual) {
    return asked == null || asked.equals(actual);
  }

  private static void refuseUnknown(String product) {
    String plain =
        product.endsWith(VPC_SUFFIX)
            ? product.substring(0, product.length() - VPC_SUFFIX.length())
            : product;
    if (!PRODUCTS.contains(plain)) {
      throw Ec2Faults.invalidValue("Invalid product description: " + product);
    }
  }

  // Unlike other pages these may be as short as one row.
  private static int pageSize(@Nullable Integer maxResults) {
    return maxResults == null || maxResults < 1 || maxResults > 1_000 ? 1_000 : maxResults;
  }

  private static software.amazon.awssdk.services.ec2.model.SpotPrice shape(SpotPrice price) {
    return software.amazon.awssdk.services.ec2.model.SpotPrice.builder()
        .instanceType(price.instanceType())
        .availabilityZone(price.zone().name())
        .availabilityZoneId(price.zone().id())
        .productDescription(LINUX)
        .spotPrice(price.usdPerHour().toPlainString())
        .timestamp(price.since())
        .build();
  }
}
