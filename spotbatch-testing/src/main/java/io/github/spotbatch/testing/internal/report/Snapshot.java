package io.github.spotbatch.testing.internal.report;

import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.AttemptReport;
import io.github.spotbatch.testing.HostReport;
import io.github.spotbatch.testing.ReportMark;
import io.github.spotbatch.testing.internal.script.Glob;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What was recorded until a moment, with what it has cost until then. Immutable. */
public final class Snapshot {

  private final Instant start;
  private final long now;
  private final List<HostRecord> hostRecords;
  private final List<AttemptRecord> records;
  private final Map<String, Bill> bills = new HashMap<>();
  private final List<HostReport> hosts = new ArrayList<>();
  private final List<ReportMark> marks;
  private final SortedMap<HostKind, Tally> pools = new TreeMap<>();
  private final Tally total = new Tally();

  Snapshot(
      Instant start,
      long now,
      Map<HostKind, PriceCurve> curves,
      List<HostRecord> hostRecords,
      List<AttemptRecord> records,
      List<ReportMark> marks) {
    this.start = start;
    this.now = now;
    this.hostRecords = hostRecords;
    this.records = records;
    this.marks = marks;
    for (HostRecord host : hostRecords) {
      PriceCurve curve = Objects.requireNonNull(curves.get(host.pool()));
      bills.put(host.id(), Bill.of(host, curve, now));
    }
    Map<String, BigDecimal> used = new HashMap<>();
    records.forEach(attempt -> tally(attempt, used));
    hostRecords.forEach(host -> tally(host, used.getOrDefault(host.id(), BigDecimal.ZERO)));
  }

  private void tally(AttemptRecord attempt, Map<String, BigDecimal> used) {
    HostRecord host = attempt.host();
    Tally pool = pools.computeIfAbsent(host.pool(), key -> new Tally());
    Bill bill = bills.get(host.id());
    if (bill == null) {
      pool.addUnpriced(attempt.outcome());
      total.addUnpriced(attempt.outcome());
      return;
    }
    BigDecimal usd = bill.usd(attempt, now);
    double vcpuSeconds = bill.vcpuSeconds(attempt, now);
    pool.add(attempt.outcome(), usd, vcpuSeconds);
    total.add(attempt.outcome(), usd, vcpuSeconds);
    used.merge(host.id(), usd, BigDecimal::add);
  }

  private void tally(HostRecord host, BigDecimal used) {
    Bill bill = Objects.requireNonNull(bills.get(host.id()));
    BigDecimal usd = bill.usd();
    HostReport report = host.report(start, now, usd, usd.subtract(used));
    hosts.add(report);
    pools.computeIfAbsent(host.pool(), key -> new Tally()).add(report, bill.vcpuSeconds());
    total.add(report, bill.vcpuSeconds());
  }

  private AttemptReport shown(AttemptRecord attempt) {
    HostRecord host = attempt.host();
    Optional<Bill> bill = Optional.ofNullable(bills.get(host.id()));
    return new AttemptReport(
        attempt.jobId(),
        attempt.jobName(),
        attempt.number(),
        host.environment(),
        host.id(),
        bill.map(priced -> host.pool().instanceType()),
        bill.map(priced -> host.pool().zone()),
        host.pool().spot(),
        attempt.cpuUnits() / 1024.0,
        start.plusNanos(attempt.starting()),
        HostRecord.time(start, attempt.started()),
        HostRecord.time(start, attempt.stopped()),
        attempt.outcome(),
        bill.map(priced -> priced.usdPerHour(attempt)),
        bill.map(priced -> priced.usd(attempt, now)));
  }

  public Instant start() {
    return start;
  }

  public Instant end() {
    return start.plusNanos(now);
  }

  /** When the first host or attempt began; the end if there is none. */
  Instant firstSign() {
    LongStream signs =
        LongStream.concat(
            hostRecords.stream().mapToLong(HostRecord::launched),
            records.stream().mapToLong(AttemptRecord::starting));
    return start.plusNanos(signs.min().orElse(now));
  }

  /** When the last host or attempt was gone. */
  Instant lastSign() {
    LongStream signs =
        LongStream.concat(
            hostRecords.stream().mapToLong(it -> it.terminated),
            records.stream().mapToLong(AttemptRecord::stopped));
    return start.plusNanos(
        signs.map(sign -> sign == HostRecord.NEVER ? now : sign).max().orElse(now));
  }

  /** The attempts of some hosts, by host. */
  Map<String, List<AttemptReport>> attemptsOn(List<HostReport> some) {
    Set<String> wanted = some.stream().map(HostReport::hostId).collect(Collectors.toSet());
    return records.stream()
        .filter(it -> wanted.contains(it.host().id()))
        .map(this::shown)
        .collect(Collectors.groupingBy(AttemptReport::hostId));
  }

  public List<HostReport> hosts() {
    return Collections.unmodifiableList(hosts);
  }

  public List<AttemptReport> attempts() {
    return new AttemptList(records, this::shown);
  }

  /** Those of a job's name, with or without spotbatch's key, of its id, or of its array's. */
  public List<AttemptReport> attempts(String job) {
    Glob name = new Glob(job);
    return records.stream()
        .filter(it -> name.matchesJob(it.jobName()) || isOf(it.jobId(), job))
        .map(this::shown)
        .toList();
  }

  private static boolean isOf(String id, String jobOrArray) {
    return id.equals(jobOrArray) || id.startsWith(jobOrArray + ":");
  }

  public List<ReportMark> marks() {
    return marks;
  }

  SortedMap<HostKind, Tally> pools() {
    return pools;
  }

  Tally total() {
    return total;
  }

  public BigDecimal costUsd() {
    return total.cost();
  }

  public BigDecimal wasteUsd() {
    return total.waste();
  }

  public BigDecimal idleUsd() {
    return total.idle();
  }

  public int unpricedAttempts() {
    return total.unpriced();
  }

  public OptionalDouble utilisation() {
    return total.utilisation();
  }

  public int attempts(AttemptOutcome outcome) {
    return total.attempts(outcome);
  }

  public int reclaims() {
    return total.reclaims();
  }
}
