package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.report.ReportJson;
import io.github.spotbatch.testing.internal.report.ReportText;
import io.github.spotbatch.testing.internal.report.Snapshot;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The hosts and attempts of a world until a moment, those that AWS no longer shows among them, and
 * what they have cost.
 *
 * <pre>{@code
 * WorldReport report = aws.report();
 * assertThat(report.wasteUsd()).isLessThan(report.costUsd());
 * assertThat(report.attempts("frame-12").get(0).outcome()).isEqualTo(AttemptOutcome.LOST_WITH_HOST);
 * System.out.println(report);
 * }</pre>
 *
 * <p>Amounts are USD with nine decimals, the rest cut off, so that a plain {@code toString()} of
 * zero is {@code 0E-9}; only instances are counted, no disks, traffic or addresses. Of all accounts
 * and Regions there is one report. Immutable.
 */
public final class WorldReport {

  private final Snapshot snapshot;

  WorldReport(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * All instances that compute environments have launched.
   *
   * @return in the order of their launch
   */
  public List<HostReport> hosts() {
    return snapshot.hosts();
  }

  /**
   * All attempts of all jobs, also of those that Batch no longer shows.
   *
   * @return in the order of their start
   */
  public List<AttemptReport> attempts() {
    return snapshot.attempts();
  }

  /**
   * The attempts of some jobs.
   *
   * @param job the job's name, with or without the key that spotbatch appends, in which {@code *}
   *     stands for any text; or the job's id, where that of an array stands for all its children
   * @return in the order of their start; empty if there are none
   */
  public List<AttemptReport> attempts(String job) {
    return snapshot.attempts(job);
  }

  /**
   * What happened besides, such as steps of scripts.
   *
   * @return the latest last
   */
  public List<ReportMark> marks() {
    return snapshot.marks();
  }

  /**
   * What all hosts have cost: the price of their pool as it moves, or the On-Demand price, from
   * running until shutting-down, for each second that has begun and for 60 of them at least.
   *
   * <p>Two things are left out. AWS does not charge for a Linux Spot instance that it takes back
   * within the instance's first hour (EC2 User Guide, "Billing for interrupted Spot Instances");
   * here its time is paid for. And AWS has said both that the price at the beginning of each
   * instance-hour counts and that the one in effect does; here it is the one in effect.
   *
   * @return the sum, without what Fargate costs, see {@link #unpricedAttempts()}
   */
  public BigDecimal costUsd() {
    return snapshot.costUsd();
  }

  /**
   * What the attempts have cost that failed or were lost with their hosts.
   *
   * @return the sum of the attempts that are {@link AttemptOutcome#wasted()}
   */
  public BigDecimal wasteUsd() {
    return snapshot.wasteUsd();
  }

  /**
   * What hosts have cost and no attempt accounts for: while they boot, wait and drain, and for
   * vCPUs that nobody needs.
   *
   * @return the sum
   */
  public BigDecimal idleUsd() {
    return snapshot.idleUsd();
  }

  /**
   * How many attempts have no cost here, because they ran on Fargate, whose prices the fake does
   * not know.
   *
   * @return 0 if {@link #costUsd()} is complete
   */
  public int unpricedAttempts() {
    return snapshot.unpricedAttempts();
  }

  /**
   * How much of what was paid for was used: vCPU-seconds of attempts over those of hosts.
   *
   * @return 0 to 1; empty if nothing was paid for
   */
  public OptionalDouble utilisation() {
    return snapshot.utilisation();
  }

  /**
   * How many hosts Spot has taken back. One that went for another reason between its notice and its
   * end is none of them.
   *
   * @return the number
   */
  public int reclaims() {
    return snapshot.reclaims();
  }

  /**
   * How many attempts ended in a way.
   *
   * @param outcome which
   * @return the number
   */
  public int attempts(AttemptOutcome outcome) {
    return snapshot.attempts(outcome);
  }

  /**
   * The report as JSON, for programs. Its form stays as it is for as long as {@code version} is 1;
   * members may be added.
   *
   * <ul>
   *   <li>{@code version}, {@code start} and {@code end} of the world so far
   *   <li>{@code totals}: {@code hosts}, {@code reclaims}, {@code attempts}, how many of them are
   *       {@code underWay}, {@code succeeded}, {@code failed}, {@code lostWithHost}, {@code
   *       stopped}, and {@code unpriced}, {@code hostVcpuSeconds}, {@code busyVcpuSeconds}, {@code
   *       costUsd}, {@code wasteUsd}, {@code idleUsd}
   *   <li>{@code hosts}: the components of {@link HostReport}
   *   <li>{@code attempts}: the components of {@link AttemptReport}; the {@code outcome} is called
   *       as among the totals
   *   <li>{@code marks}: {@code time}, {@code label}, {@code text}
   * </ul>
   *
   * <p>Times are ISO 8601 in UTC, amounts decimal numbers in strings, which no reader rounds. What
   * is empty is left out.
   *
   * @return one object, indented
   */
  public String toJson() {
    return ReportJson.of(snapshot);
  }

  /**
   * The report for people: the first hosts and attempts over time, what scripts did, and sums by
   * pool and in all. The same run gives the same text.
   *
   * @return several lines
   */
  @Override
  public String toString() {
    return ReportText.of(snapshot);
  }
}
