package io.github.spotbatch.testing.internal.report;

import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.ReportMark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writes down what becomes of hosts and attempts, at the time of the world's clock, and forgets
 * nothing. Used under the world's lock.
 */
public final class Recorder {

  private final Supplier<Instant> clock;
  private final Instant start;
  private final Map<HostKind, Prices> prices = new HashMap<>();
  private final Map<HostKind, Map<String, HostRecord>> fargate = new HashMap<>();
  private final List<HostRecord> hosts = new ArrayList<>();
  private final List<AttemptRecord> attempts = new ArrayList<>();
  private final List<ReportMark> marks = new ArrayList<>();

  /** Begins now. */
  public Recorder(Supplier<Instant> clock) {
    this.clock = clock;
    this.start = clock.get();
  }

  /**
   * A host has been launched.
   *
   * @param pending until it is in running, from where on it is paid for
   * @param poolPrices asked for the first host of a pool
   */
  public HostRecord launched(
      String id, String environment, HostKind pool, Duration pending, Supplier<Prices> poolPrices) {
    prices.computeIfAbsent(pool, key -> poolPrices.get());
    long now = now();
    HostRecord host = new HostRecord(id, environment, pool, now, now + pending.toNanos());
    hosts.add(host);
    return host;
  }

  /** Where an environment's attempts on Fargate are. */
  public HostRecord fargate(String account, String region, String environment, boolean spot) {
    HostKind pool = HostKind.fargate(account, region, spot);
    prices.putIfAbsent(pool, Prices.unknown());
    return fargate
        .computeIfAbsent(pool, key -> new HashMap<>())
        .computeIfAbsent(
            environment, name -> new HostRecord(HostKind.FARGATE, name, pool, now(), now()));
  }

  public void joined(HostRecord host) {
    host.joined = now();
  }

  /** EC2 recommends to replace the host; of several recommendations the first counts. */
  public void rebalanceRecommended(HostRecord host) {
    host.rebalance = host.rebalance == HostRecord.NEVER ? now() : host.rebalance;
  }

  /** The host will be taken back; of several notices the first counts. */
  public void noticed(HostRecord host) {
    host.notice = host.noticed() ? host.notice : now();
  }

  /**
   * The host shuts down.
   *
   * @param reason EC2's code
   */
  public void stopping(HostRecord host, String reason) {
    host.stopping = now();
    host.stopReason = reason;
  }

  public void terminated(HostRecord host) {
    host.terminated = now();
  }

  /**
   * An attempt is STARTING: it has its vCPUs from now on.
   *
   * @param jobId the job's, or its parent's
   * @param index the job's place in its array, or -1
   * @param cpuUnits 1024 for each vCPU
   */
  public AttemptRecord starting(
      HostRecord host, String jobName, String jobId, int index, int number, int cpuUnits) {
    AttemptRecord attempt =
        new AttemptRecord(host, jobName, UUID.fromString(jobId), index, number, cpuUnits, now());
    attempts.add(attempt);
    return attempt;
  }

  /** Its container runs. */
  public void began(AttemptRecord attempt) {
    attempt.began(now());
  }

  public void ended(AttemptRecord attempt, AttemptOutcome outcome) {
    attempt.ended(now(), outcome);
  }

  /**
   * Notes something that a reader of the report should see beside the hosts.
   *
   * @param label as a script was given it
   * @param text what happened
   */
  public void mark(String label, String text) {
    marks.add(new ReportMark(clock.get(), label, text));
  }

  /** All so far, which what comes later does not change. */
  public Snapshot snapshot() {
    long now = now();
    Map<HostKind, PriceCurve> curves = new HashMap<>();
    prices.forEach(
        (pool, usd) -> PriceCurve.of(usd, start, now).ifPresent(it -> curves.put(pool, it)));
    return new Snapshot(
        start,
        now,
        curves,
        hosts.stream().map(HostRecord::snapshot).toList(),
        attempts.stream().map(AttemptRecord::snapshot).toList(),
        List.copyOf(marks));
  }

  private long now() {
    return Duration.between(start, clock.get()).toNanos();
  }
}
