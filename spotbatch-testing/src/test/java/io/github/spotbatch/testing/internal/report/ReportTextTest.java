package io.github.spotbatch.testing.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.VirtualClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reports for people and for programs, of what is recorded by hand. */
class ReportTextTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final String ACCOUNT = "123456789012";
  private static final HostKind SPOT = new HostKind(ACCOUNT, "us-east-1a", "c5.xlarge", 4, true);
  private static final HostKind ON_DEMAND =
      new HostKind(ACCOUNT, "us-east-1b", "m5.large", 2, false);

  private final VirtualClock clock = VirtualClock.create();
  private final Recorder recorder = new Recorder(clock::now);

  private HostRecord launch(String id, String environment, HostKind pool, String usdPerHour) {
    return recorder.launched(
        id,
        environment,
        pool,
        Duration.ofSeconds(10),
        () -> Prices.constant(new BigDecimal(usdPerHour)));
  }

  private AttemptRecord run(HostRecord host, String name, int index, int cpuUnits) {
    String id = new UUID(0x3fa85f6457174562L, 0xb3fc2c963f66afa6L).toString();
    AttemptRecord attempt = recorder.starting(host, name, id, index, 1, cpuUnits);
    clock.advance(Duration.ofMinutes(2));
    recorder.began(attempt);
    return attempt;
  }

  /** A Spot host that is reclaimed with a job, an On-Demand host that stays, and Fargate. */
  private Snapshot scenario() {
    clock.advance(Duration.ofMinutes(3));
    HostRecord spot = launch("i-0123456789abcdef0", "spot", SPOT, "0.068");
    clock.advance(Duration.ofSeconds(70));
    recorder.joined(spot);
    clock.advance(Duration.ofMinutes(3));
    AttemptRecord first = run(spot, "frame-12", -1, 1024);
    AttemptRecord second = run(spot, "tiles", 7, 2048);
    clock.advance(Duration.ofMinutes(20));
    recorder.ended(first, AttemptOutcome.SUCCEEDED);
    HostRecord onDemand = launch("i-0fedcba9876543210", "reserve", ON_DEMAND, "0.096");
    recorder.rebalanceRecommended(spot);
    clock.advance(Duration.ofMinutes(4));
    recorder.mark("storm", "c5.xlarge in us-east-1a is drained: 1 host");
    recorder.noticed(spot);
    recorder.joined(onDemand);
    clock.advance(Duration.ofMinutes(2));
    recorder.stopping(spot, "Server.SpotInstanceTermination");
    recorder.ended(second, AttemptOutcome.LOST_WITH_HOST);
    clock.advance(Duration.ofSeconds(20));
    recorder.terminated(spot);
    AttemptRecord third = run(onDemand, "tiles", 8, 2048);
    run(recorder.fargate(ACCOUNT, "us-east-1", "fargate", false), "thumbnail", -1, 256);
    clock.advance(Duration.ofMinutes(8));
    recorder.ended(third, AttemptOutcome.FAILED);
    clock.advance(Duration.ofMinutes(2));
    return recorder.snapshot();
  }

  private static void assertGolden(String name, String text) throws IOException {
    Path golden = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @Test
  void text_ofSeveralPools_isAligned() throws IOException {
    assertGolden("report.txt", ReportText.of(scenario()));
  }

  @Test
  void json_hasWhatTheTextHas() throws IOException {
    assertGolden("report.json", ReportJson.of(scenario()));
  }

  @Test
  void json_keepsEveryDecimal() throws IOException {
    Snapshot snapshot = scenario();

    JsonNode json = new ObjectMapper().readTree(ReportJson.of(snapshot));

    assertThat(json.get("version").intValue()).isEqualTo(1);
    assertThat(new BigDecimal(json.at("/totals/costUsd").textValue()))
        .isEqualTo(snapshot.costUsd());
    assertThat(json.at("/attempts/3/costUsd").isMissingNode()).isTrue();
    assertThat(json.at("/attempts/3/vcpus").doubleValue()).isEqualTo(0.25);
  }

  @Test
  void text_ofNothing_isShort() {
    assertThat(ReportText.of(recorder.snapshot()))
        .isEqualTo(
            """
            Report since 2030-01-01T00:00:00Z (UTC), until +0:00:00.000

            hosts     0, 0 of them reclaimed
            attempts  0: 0 under way, 0 succeeded, 0 failed, 0 lost with host, 0 stopped
            used      nothing of 0.00 vCPU-hours
            cost      0.000000000 USD
            waste     0.000000000 USD
            idle      0.000000000 USD
            """);
  }

  @Test
  void text_ofVeryMany_showsTheFirstAndTheSums() {
    for (int i = 0; i < 10_000; i++) {
      HostRecord host = launch("i-" + i, "spot", SPOT, "0.068");
      recorder.ended(
          recorder.starting(host, "job-" + i, new UUID(0, i).toString(), -1, 1, 1024),
          AttemptOutcome.SUCCEEDED);
      recorder.mark("storm", "blows " + i);
    }
    clock.advance(Duration.ofHours(1));

    String text = ReportText.of(recorder.snapshot());

    assertThat(text)
        .contains("\ni-39 ", "\nand 9960 more hosts\n", "\nand 9960 more attempts\n")
        .contains("\nand 9960 more marks\n", "\nhosts     10000, 0 of them reclaimed\n")
        .doesNotContain("\ni-40 ");
    assertThat(text.lines()).hasSizeLessThan(150);
  }

  @Test
  void text_ofTwoAccounts_tellsTheirPoolsApart() {
    launch("i-1", "spot", SPOT, "0.068");
    launch(
        "i-2", "spot", new HostKind("210987654321", "us-east-1a", "c5.xlarge", 4, true), "0.068");

    assertThat(ReportText.of(recorder.snapshot()))
        .contains("\nc5.xlarge of 123456789012  ", "\nc5.xlarge of 210987654321  ");
  }
}
