package io.github.spotbatch.testing.internal.report;

import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.AttemptReport;
import io.github.spotbatch.testing.HostReport;
import io.github.spotbatch.testing.ReportMark;
import io.github.spotbatch.testing.internal.RelativeTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for people. */
public final class ReportText {

  static final int SHOWN = 40;

  private static final String UNKNOWN = "unknown";

  // Sums of shares are not exact.
  private static final double HALF = 0.5 + 1e-9;

  private static final String HOST_LEGEND =
      "~ boots  . idle  = busy  # more than half of its vCPUs  r rebalance recommended"
          + "  ! notice  X reclaimed  x shut down";
  private static final String ATTEMPT_LEGEND = "- starting  = running  X lost with its host";

  private final Snapshot snapshot;
  private final Instant from;
  private final Instant to;
  private final StringBuilder text = new StringBuilder();

  private ReportText(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.from = snapshot.firstSign();
    this.to = snapshot.lastSign();
  }

  public static String of(Snapshot snapshot) {
    return new ReportText(snapshot).text();
  }

  private String text() {
    text.append("Report since ").append(snapshot.start()).append(" (UTC), until ");
    text.append(time(snapshot.end())).append('\n');
    hosts();
    attempts();
    marks();
    pools();
    totals();
    return text.toString();
  }

  private void hosts() {
    List<HostReport> all = snapshot.hosts();
    if (all.isEmpty()) {
      return;
    }
    List<HostReport> shown = all.subList(0, Math.min(SHOWN, all.size()));
    Map<String, List<AttemptReport>> onHosts = snapshot.attemptsOn(shown);
    TextTable table = new TextTable("host", "type", "zone", "market", head(), ">USD", ">idle");
    for (HostReport host : shown) {
      table.add(
          host.hostId(),
          host.instanceType(),
          host.zone(),
          host.spot() ? "Spot" : "On-Demand",
          bar(host, onHosts.getOrDefault(host.hostId(), List.of())),
          usd(host.costUsd()),
          usd(host.idleUsd()));
    }
    write(table, all.size(), "hosts");
    text.append(HOST_LEGEND).append('\n');
  }

  private TimeBar bar(HostReport host, List<AttemptReport> attempts) {
    TimeBar bar = new TimeBar(from, to);
    Instant end = host.stoppingAt().orElse(snapshot.end());
    bar.fill(host.launchedAt(), host.joinedAt().orElse(end), '~');
    host.joinedAt().ifPresent(joined -> bar.fill(joined, end, '.'));
    double[] busy = new double[TimeBar.COLUMNS];
    for (AttemptReport attempt : attempts) {
      Instant over = attempt.stoppedAt().orElse(snapshot.end());
      bar.addTo(busy, attempt.startingAt(), over, attempt.vcpus() / host.vcpus());
    }
    bar.draw(busy, 0, '=');
    bar.draw(busy, HALF, '#');
    host.rebalanceAt().ifPresent(when -> bar.mark(when, 'r'));
    host.noticeAt().ifPresent(when -> bar.mark(when, '!'));
    host.stoppingAt().ifPresent(when -> bar.mark(when, host.reclaimed() ? 'X' : 'x'));
    return bar;
  }

  private void attempts() {
    List<AttemptReport> all = snapshot.attempts();
    if (all.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("job", ">attempt", "host", ">vCPUs", head(), "outcome", ">USD");
    for (AttemptReport attempt : all.subList(0, Math.min(SHOWN, all.size()))) {
      table.add(
          attempt.jobName() + " " + attempt.jobId().replaceFirst("-[^:]*", ""),
          attempt.number(),
          attempt.hostId(),
          BigDecimal.valueOf(attempt.vcpus()).stripTrailingZeros().toPlainString(),
          bar(attempt),
          name(attempt.outcome()),
          attempt.costUsd().map(ReportText::usd).orElse(UNKNOWN));
    }
    write(table, all.size(), "attempts");
    text.append(ATTEMPT_LEGEND).append('\n');
  }

  private TimeBar bar(AttemptReport attempt) {
    TimeBar bar = new TimeBar(from, to);
    Instant end = attempt.stoppedAt().orElse(snapshot.end());
    bar.fill(attempt.startingAt(), attempt.startedAt().orElse(end), '-');
    attempt.startedAt().ifPresent(started -> bar.fill(started, end, '='));
    if (attempt.outcome() == AttemptOutcome.LOST_WITH_HOST) {
      bar.mark(end, 'X');
    }
    return bar;
  }

  private void marks() {
    List<ReportMark> all = snapshot.marks();
    if (all.isEmpty()) {
      return;
    }
    TextTable table = new TextTable(">time", "mark", head(), "what happened");
    for (ReportMark mark : all.subList(0, Math.min(SHOWN, all.size()))) {
      TimeBar bar = new TimeBar(from, to);
      bar.mark(mark.time(), '^');
      table.add(time(mark.time()), mark.label(), bar, mark.text());
    }
    write(table, all.size(), "marks");
  }

  private void pools() {
    if (snapshot.pools().isEmpty()) {
      return;
    }
    boolean accounts =
        snapshot.pools().keySet().stream().map(HostKind::account).distinct().count() > 1;
    TextTable table =
        new TextTable(
            "pool",
            "zone",
            "market",
            ">hosts",
            ">reclaimed",
            ">attempts",
            ">lost",
            ">failed",
            ">vCPU-hours",
            ">used",
            ">USD",
            ">waste",
            ">idle");
    snapshot
        .pools()
        .forEach(
            (pool, sums) ->
                table.add(
                    pool.instanceType() + (accounts ? " of " + pool.account() : ""),
                    pool.zone(),
                    pool.market(),
                    sums.hosts(),
                    sums.reclaims(),
                    sums.attempts(),
                    sums.attempts(AttemptOutcome.LOST_WITH_HOST),
                    sums.attempts(AttemptOutcome.FAILED),
                    hours(sums),
                    used(sums),
                    pool.onFargate() ? UNKNOWN : usd(sums.cost()),
                    pool.onFargate() ? UNKNOWN : usd(sums.waste()),
                    pool.onFargate() ? UNKNOWN : usd(sums.idle())));
    write(table);
  }

  private void totals() {
    Tally total = snapshot.total();
    text.append('\n');
    line("hosts", total.hosts() + ", " + total.reclaims() + " of them reclaimed");
    StringBuilder outcomes = new StringBuilder();
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      outcomes.append(outcomes.isEmpty() ? ": " : ", ");
      outcomes.append(total.attempts(outcome)).append(' ').append(name(outcome));
    }
    line("attempts", total.attempts() + "" + outcomes);
    line("used", used(total) + " of " + hours(total) + " vCPU-hours");
    line("cost", usd(total.cost()) + " USD");
    line("waste", usd(total.waste()) + " USD" + share(total.waste()));
    line("idle", usd(total.idle()) + " USD" + share(total.idle()));
    if (total.unpriced() > 0) {
      line("unknown", "the cost of " + total.unpriced() + " attempts on Fargate");
    }
  }

  private void line(String name, String value) {
    text.append(String.format(Locale.ROOT, "%-10s%s", name, value)).append('\n');
  }

  private String share(BigDecimal part) {
    BigDecimal whole = snapshot.costUsd();
    return whole.signum() == 0
        ? ""
        : " (" + part.scaleByPowerOfTen(2).divide(whole, 1, RoundingMode.HALF_UP) + " %)";
  }

  private static String usd(BigDecimal amount) {
    return amount.toPlainString();
  }

  private static String hours(Tally sums) {
    return String.format(Locale.ROOT, "%.2f", sums.hostVcpuSeconds() / 3600);
  }

  private static String used(Tally sums) {
    return sums.utilisation().isPresent()
        ? String.format(Locale.ROOT, "%.1f %%", 100 * sums.utilisation().getAsDouble())
        : "nothing";
  }

  private static String name(AttemptOutcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void write(TextTable table, int all, String what) {
    write(table);
    if (all > SHOWN) {
      text.append("and ").append(all - SHOWN).append(" more ").append(what).append('\n');
    }
  }

  private void write(TextTable table) {
    text.append('\n');
    table.writeTo(text);
  }

  private String head() {
    return TimeBar.head(snapshot.start(), from, to);
  }

  private String time(Instant when) {
    return RelativeTime.of(snapshot.start(), when);
  }
}
