package io.github.spotbatch.testing.internal.report;

import io.github.spotbatch.testing.AttemptOutcome;
import java.util.UUID;

/**
 * What is kept of an attempt, for ever: 80 bytes, and the job's name, which all attempts of a job
 * share. Times are as in {@link HostRecord}.
 */
public final class AttemptRecord {

  private final HostRecord host;
  private final String jobName;
  private final long idHigh;
  private final long idLow;
  private final int index;
  private final int number;
  private final int cpuUnits;
  private final long starting;
  private long started = HostRecord.NEVER;
  private long stopped = HostRecord.NEVER;
  private AttemptOutcome outcome = AttemptOutcome.UNDER_WAY;

  /**
   * An attempt that is STARTING.
   *
   * @param id the job's, or its parent's
   * @param index the job's place in its array, or -1
   * @param cpuUnits 1024 for each vCPU
   */
  AttemptRecord(
      HostRecord host,
      String jobName,
      UUID id,
      int index,
      int number,
      int cpuUnits,
      long starting) {
    this.host = host;
    this.jobName = jobName;
    this.idHigh = id.getMostSignificantBits();
    this.idLow = id.getLeastSignificantBits();
    this.index = index;
    this.number = number;
    this.cpuUnits = cpuUnits;
    this.starting = starting;
  }

  /** The attempt as it is now, which what comes later does not change. */
  AttemptRecord snapshot() {
    if (over()) {
      return this;
    }
    AttemptRecord copy =
        new AttemptRecord(
            host, jobName, new UUID(idHigh, idLow), index, number, cpuUnits, starting);
    copy.started = started;
    return copy;
  }

  void began(long when) {
    this.started = when;
  }

  void ended(long when, AttemptOutcome how) {
    this.stopped = when;
    this.outcome = how;
  }

  HostRecord host() {
    return host;
  }

  String jobName() {
    return jobName;
  }

  String jobId() {
    String id = new UUID(idHigh, idLow).toString();
    return index < 0 ? id : id + ":" + index;
  }

  int number() {
    return number;
  }

  int cpuUnits() {
    return cpuUnits;
  }

  long starting() {
    return starting;
  }

  long started() {
    return started;
  }

  long stopped() {
    return stopped;
  }

  boolean over() {
    return stopped != HostRecord.NEVER;
  }

  AttemptOutcome outcome() {
    return outcome;
  }
}
