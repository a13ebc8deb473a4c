package io.github.spotbatch.testing.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.VirtualClock;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts that were worked out by hand. */
class RecorderTest {

  private static final HostKind POOL =
      new HostKind("123456789012", "us-east-1a", "c5.xlarge", 4, true);
  private static final String JOB = new UUID(1, 2).toString();

  private final VirtualClock clock = VirtualClock.create();
  private final Recorder recorder = new Recorder(clock::now);

  private record Moving(TreeMap<Instant, BigDecimal> steps) implements Prices {

    @Override
    public Optional<BigDecimal> at(Instant time) {
      return Optional.of(steps.floorEntry(time).getValue());
    }

    @Override
    public List<Instant> changes(Instant after, Instant before) {
      return List.copyOf(steps.subMap(after, false, before, false).keySet());
    }
  }

  private HostRecord launch(Prices prices) {
    return recorder.launched("i-1", "spot", POOL, Duration.ZERO, () -> prices);
  }

  private static Prices usd(String perHour) {
    return Prices.constant(new BigDecimal(perHour));
  }

  private AttemptRecord attempt(HostRecord host, int vcpus) {
    return recorder.starting(host, "frame", JOB, -1, 1, vcpus * 1024);
  }

  private void pass(Duration duration) {
    clock.advance(duration);
  }

  @Test
  void cost_whilePriceMoves_isTheIntegral() {
    TreeMap<Instant, BigDecimal> steps = new TreeMap<>();
    steps.put(clock.now().minusSeconds(600), new BigDecimal("0.10"));
    steps.put(clock.now().plusSeconds(3600), new BigDecimal("0.40"));
    steps.put(clock.now().plusSeconds(5400), new BigDecimal("9.00"));
    HostRecord host = launch(new Moving(steps));
    pass(Duration.ofMinutes(30));
    AttemptRecord attempt = attempt(host, 1);
    pass(Duration.ofMinutes(60));
    recorder.ended(attempt, AttemptOutcome.SUCCEEDED);
    recorder.stopping(host, "Client.UserInitiatedShutdown");
    pass(Duration.ofMinutes(10));

    Snapshot snapshot = recorder.snapshot();

    // An hour for 0.10, half an hour for 0.40; of the last hour a quarter of both halves.
    assertThat(snapshot.costUsd()).isEqualTo("0.300000000");
    assertThat(snapshot.attempts().get(0).costUsd()).hasValue(new BigDecimal("0.062500000"));
    assertThat(snapshot.attempts().get(0).usdPerHour()).hasValue(new BigDecimal("0.10"));
    assertThat(snapshot.idleUsd()).isEqualTo("0.237500000");
    assertThat(snapshot.wasteUsd()).isEqualByComparingTo("0");
    assertThat(snapshot.utilisation()).hasValueCloseTo(1.0 / 6, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.060000000",
    "PT10S, 0.060000000",
    "PT60S, 0.060000000",
    "PT60.001S, 0.061000000",
    "PT1H, 3.600000000"
  })
  void cost_isBySecondsThatHaveBegun_sixtyAtLeast(Duration ran, BigDecimal usd) {
    HostRecord host = launch(usd("3.60"));
    pass(ran);
    recorder.stopping(host, "Client.UserInitiatedShutdown");
    pass(Duration.ofHours(1));

    assertThat(recorder.snapshot().costUsd()).isEqualTo(usd);
  }

  @Test
  void cost_ofAHostThatNeverRan_isNothing() {
    HostRecord host =
        recorder.launched("i-1", "spot", POOL, Duration.ofSeconds(10), () -> usd("3.60"));
    assertThat(recorder.snapshot().costUsd()).isEqualByComparingTo("0");
    pass(Duration.ofSeconds(5));
    recorder.stopping(host, "Client.UserInitiatedShutdown");
    pass(Duration.ofHours(1));

    Snapshot snapshot = recorder.snapshot();

    assertThat(snapshot.costUsd()).isEqualByComparingTo("0");
    assertThat(snapshot.utilisation()).isEmpty();
    assertThat(snapshot.hosts().get(0).runningAt()).isEmpty();
  }

  @Test
  void cost_ofThirds_neverSumsUpToMoreThanTheHost() {
    HostKind three = new HostKind("123456789012", "us-east-1a", "odd", 3, true);
    HostRecord host = recorder.launched("i-1", "spot", three, Duration.ZERO, () -> usd("0.10"));
    IntStream.range(0, 3).forEach(i -> attempt(host, 1));
    pass(Duration.ofHours(1));

    Snapshot snapshot = recorder.snapshot();

    assertThat(snapshot.attempts())
        .extracting(attempt -> attempt.costUsd().orElseThrow().toPlainString())
        .containsOnly("0.033333333");
    assertThat(snapshot.idleUsd().toPlainString()).isEqualTo("0.000000001");
    assertThat(snapshot.utilisation()).hasValueCloseTo(1.0, within(1e-12));
  }

  @Test
  void waste_isWhatFailedAndLostAttemptsCost() {
    HostRecord host = launch(usd("4"));
    List<AttemptRecord> attempts = IntStream.range(0, 4).mapToObj(i -> attempt(host, 1)).toList();
    pass(Duration.ofMinutes(15));
    recorder.ended(attempts.get(0), AttemptOutcome.FAILED);
    pass(Duration.ofMinutes(15));
    recorder.ended(attempts.get(1), AttemptOutcome.STOPPED);
    pass(Duration.ofMinutes(30));
    recorder.ended(attempts.get(2), AttemptOutcome.LOST_WITH_HOST);

    Snapshot snapshot = recorder.snapshot();

    assertThat(snapshot.wasteUsd()).isEqualTo("1.250000000");
    assertThat(snapshot.idleUsd()).isEqualTo("1.250000000");
    assertThat(snapshot.attempts(AttemptOutcome.UNDER_WAY)).isEqualTo(1);
    assertThat(snapshot.attempts(AttemptOutcome.FAILED)).isEqualTo(1);
  }

  @Test
  void attempt_thatOutlivesItsHostsLastPaidSecond_costsNoMore() {
    HostRecord host = launch(usd("3.60"));
    AttemptRecord attempt = attempt(host, 4);
    pass(Duration.ofSeconds(100));
    recorder.stopping(host, "Server.SpotInstanceTermination");
    pass(Duration.ofSeconds(20));
    recorder.ended(attempt, AttemptOutcome.LOST_WITH_HOST);

    Snapshot snapshot = recorder.snapshot();

    assertThat(snapshot.wasteUsd()).isEqualTo("0.100000000").isEqualTo(snapshot.costUsd());
    assertThat(snapshot.reclaims()).isEqualTo(1);
  }

  @Test
  void snapshot_isNotChangedByWhatComesLater() {
    HostRecord host = launch(usd("3.60"));
    AttemptRecord attempt = attempt(host, 1);
    pass(Duration.ofHours(1));
    Snapshot snapshot = recorder.snapshot();
    recorder.joined(host);
    recorder.began(attempt);
    recorder.ended(attempt, AttemptOutcome.FAILED);
    recorder.stopping(host, "Client.UserInitiatedShutdown");
    recorder.terminated(host);
    recorder.mark("late", "too late");
    launch(usd("3.60"));

    assertThat(snapshot.hosts())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.joinedAt()).isEmpty();
              assertThat(it.terminatedAt()).isEmpty();
            });
    assertThat(snapshot.attempts())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.startedAt()).isEmpty();
              assertThat(it.outcome()).isEqualTo(AttemptOutcome.UNDER_WAY);
            });
    assertThat(snapshot.marks()).isEmpty();
    assertThat(recorder.snapshot().attempts().get(0).outcome()).isEqualTo(AttemptOutcome.FAILED);
  }

  @Test
  void noticeAndRecommendation_ofSeveral_areTheFirst() {
    HostRecord host = launch(usd("3.60"));
    Instant first = clock.now();
    for (int i = 0; i < 2; i++) {
      recorder.rebalanceRecommended(host);
      recorder.noticed(host);
      pass(Duration.ofMinutes(1));
    }

    assertThat(recorder.snapshot().hosts().get(0).rebalanceAt()).hasValue(first);
    assertThat(recorder.snapshot().hosts().get(0).noticeAt()).hasValue(first);
  }

  @Test
  void fargate_hasNoPrice_andIsCounted() {
    attempt(recorder.fargate("123456789012", "us-east-1", "fargate", true), 1);
    pass(Duration.ofHours(1));

    Snapshot snapshot = recorder.snapshot();

    assertThat(snapshot.hosts()).isEmpty();
    assertThat(snapshot.unpricedAttempts()).isEqualTo(1);
    assertThat(snapshot.attempts().get(0).costUsd()).isEmpty();
    assertThat(snapshot.attempts().get(0).usdPerHour()).isEmpty();
    assertThat(snapshot.attempts().get(0).hostId()).isEqualTo("Fargate");
    assertThat(snapshot.costUsd()).isEqualByComparingTo("0");
  }

  /** A million of them stay, so each keeps its host, a name, an enum and numbers: no job. */
  @Test
  void attemptRecord_takesAtMost80Bytes() {
    List<Field> fields =
        Stream.of(AttemptRecord.class.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .toList();
    int header = 12;
    int bytes = fields.stream().mapToInt(field -> field.getType() == long.class ? 8 : 4).sum();

    assertThat(header + bytes).isLessThanOrEqualTo(80);
    assertThat(fields.stream().map(Field::getType).filter(type -> !type.isPrimitive()))
        .containsExactlyInAnyOrder(HostRecord.class, String.class, AttemptOutcome.class);
  }
}
