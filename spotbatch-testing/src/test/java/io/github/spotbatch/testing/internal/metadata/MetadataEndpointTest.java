package io.github.spotbatch.testing.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.internal.Neighbours;
import io.github.spotbatch.testing.internal.ec2.Instance;
import io.github.spotbatch.testing.internal.wire.HttpIn;
import io.github.spotbatch.testing.internal.wire.HttpOut;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataEndpointTest {

  private static final String DATA = "/latest/meta-data/";
  private static final String SECONDS = "x-aws-ec2-metadata-token-ttl-seconds";
  private static final Instant TAKEN = Instant.parse("2026-03-01T08:22:00.750Z");

  private final Neighbours neighbours = new Neighbours();
  private final SpotNotices notices = new SpotNotices();
  private final Instance spot = launch(true);
  private final MetadataEndpoint endpoint = endpoint(spot, 1);

  @Test
  void items_areThoseOfTheInstance() {
    assertThat(get("instance-id")).isEqualTo(spot.id());
    assertThat(get("instance-type")).isEqualTo("c5.large");
    assertThat(get("ami-id")).isEqualTo("ami-1");
    assertThat(get("instance-life-cycle")).isEqualTo("spot");
    assertThat(get("local-ipv4")).isEqualTo(spot.privateIp()).startsWith("172.31.");
    assertThat(get("placement/availability-zone")).isEqualTo("us-east-1a");
    assertThat(get("placement/availability-zone-id")).isEqualTo("use1-az1");
    assertThat(get("placement/region")).isEqualTo("us-east-1");
    assertThat(answer("/latest/dynamic/instance-identity/document"))
        .contains("\"region\":\"us-east-1\"", "\"instanceId\":\"" + spot.id() + "\"")
        .contains("\"accountId\":\"123456789012\"", "\"architecture\":\"x86_64\"");
  }

  @Test
  void lifeCycle_onDemand_isThat() {
    MetadataEndpoint other = endpoint(launch(false), 1);

    HttpOut out = other.answer(in("GET", DATA + "instance-life-cycle", with(token(other, "60"))));

    assertThat(out.body().asUtf8String()).isEqualTo("on-demand");
  }

  @Test
  void folders_listWhatIsInThem() {
    assertThat(answer("/")).isEqualTo("latest/");
    assertThat(answer("/latest/")).isEqualTo("dynamic/\nmeta-data/");
    assertThat(answer(DATA).lines())
        .containsExactly(
            "ami-id",
            "instance-id",
            "instance-life-cycle",
            "instance-type",
            "local-ipv4",
            "placement/");
    assertThat(get("placement")).isEqualTo(get("placement/"));
    assertThat(get("placement/").lines())
        .containsExactly("availability-zone", "availability-zone-id", "region");

    notices.interrupt(TAKEN);

    assertThat(answer(DATA).lines()).contains("spot/");
    assertThat(get("spot/").lines()).containsExactly("instance-action", "termination-time");
  }

  @Test
  @Rule({"SPOT-1", "SPOT-2"})
  void notices_areThereOnceTheyWereGiven() {
    assertThat(status("spot/instance-action")).isEqualTo(404);
    assertThat(status("spot/termination-time")).isEqualTo(404);
    assertThat(status("events/recommendations/rebalance")).isEqualTo(404);

    notices.recommendRebalance(Instant.parse("2026-03-01T08:20:00Z"));
    notices.interrupt(TAKEN);
    notices.recommendRebalance(Instant.parse("2026-03-01T08:21:00Z"));
    notices.interrupt(Instant.parse("2026-03-01T08:23:00Z"));

    assertThat(get("events/recommendations/rebalance"))
        .isEqualTo("{\"noticeTime\": \"2026-03-01T08:20:00Z\"}");
    assertThat(get("spot/instance-action"))
        .isEqualTo("{\"action\": \"terminate\", \"time\": \"2026-03-01T08:22:00Z\"}");
    assertThat(get("spot/termination-time")).isEqualTo("2026-03-01T08:22:00Z");
    assertThat(out(DATA + "spot/instance-action").headers())
        .containsEntry("Content-Type", "application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/latest/meta-data/iam/security-credentials/",
        "/latest/meta-data/instance",
        "/latest/meta-data/instance-id/x",
        "/latest/user-data",
        "/2021-07-15/meta-data/",
        "//"
      })
  void path_ofNothing_isNotFound(String path) {
    HttpOut out = out(path);

    assertThat(out.status()).isEqualTo(404);
    assertThat(out.body().asUtf8String()).contains("<title>404 - Not Found</title>");
  }

  @Test
  void token_missingOrForeign_isUnauthorized() {
    String foreign = token(endpoint(launch(true), 1), "60");

    for (Map<String, List<String>> headers : List.of(none(), with("x"), with(foreign))) {
      assertThat(endpoint.answer(in("GET", DATA + "instance-id", headers)).status()).isEqualTo(401);
      assertThat(endpoint.answer(in("GET", "/nothing", headers)).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 200", "21600, 200", "0, 400", "21601, 400", "-1, 400", "x, 400", "'', 400"})
  void token_lastsFromOneSecondToSixHours(String seconds, int status) {
    HttpOut out =
        endpoint.answer(in("PUT", "/latest/api/token", Map.of(SECONDS, List.of(seconds))));

    assertThat(out.status()).isEqualTo(status);
    if (status == 200) {
      assertThat(out.headers()).containsValue(seconds);
    }
  }

  @Test
  void token_withoutItsDuration_isABadRequest() {
    assertThat(endpoint.answer(in("PUT", "/latest/api/token", none())).status()).isEqualTo(400);
  }

  @Test
  void token_forSomebodyBehindAProxy_isForbidden() {
    Map<String, List<String>> headers =
        Map.of(SECONDS, List.of("60"), "X-Forwarded-For", List.of("192.0.2.1"));

    assertThat(endpoint.answer(in("PUT", "/latest/api/token", headers)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 600})
  void token_endsAfterItsRealSeconds(double speed) {
    MetadataEndpoint scaled = endpoint(spot, speed);
    HttpIn request = in("GET", DATA + "instance-id", with(token(scaled, "60")));
    neighbours.time.advance(Duration.ofMillis((long) (59_000 * speed)));
    HttpOut before = scaled.answer(request);
    neighbours.time.advance(Duration.ofMillis((long) (1_000 * speed)));

    assertThat(before.status()).isEqualTo(200);
    assertThat(before.headers()).containsValue("1");
    assertThat(scaled.answer(request).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /latest/api/token",
    "POST, /latest/meta-data/",
    "PUT, /latest/meta-data/instance-id"
  })
  void method_thatIsNotServed_isNotAllowed(String method, String path) {
    HttpOut out = endpoint.answer(in(method, path, with(token(endpoint, "60"))));

    assertThat(out.status()).isEqualTo(405);
  }

  private Instance launch(boolean onSpot) {
    String subnet = neighbours.scope.ec2().subnets().iterator().next().id();
    return neighbours
        .scope
        .ec2()
        .launch("c5.large", subnet, onSpot, Map.of(), List.of(), null, "ami-1");
  }

  private MetadataEndpoint endpoint(Instance instance, double speed) {
    return new MetadataEndpoint(
        new MetadataTokens(instance.id(), speed),
        neighbours.world::now,
        () -> new MetadataItems(instance, Neighbours.ACCOUNT, "us-east-1", notices));
  }

  private static String token(MetadataEndpoint endpoint, String seconds) {
    return endpoint
        .answer(in("PUT", "/latest/api/token", Map.of(SECONDS, List.of(seconds))))
        .body()
        .asUtf8String();
  }

  private String get(String item) {
    return answer(DATA + item);
  }

  private int status(String item) {
    return out(DATA + item).status();
  }

  private String answer(String path) {
    HttpOut out = out(path);
    assertThat(out.status()).as(path).isEqualTo(200);
    return out.body().asUtf8String();
  }

  private HttpOut out(String path) {
    return endpoint.answer(in("GET", path, with(token(endpoint, "60"))));
  }

  private static HttpIn in(String method, String path, Map<String, List<String>> headers) {
    return HttpIn.of(method, path, null, headers, new byte[0]);
  }

  private static Map<String, List<String>> with(String token) {
    return Map.of("X-aws-ec2-metadata-token", List.of(token));
  }

  private static Map<String, List<String>> none() {
    return Map.of();
  }
}
