package io.github.spotbatch.testing.internal.report;

import io.github.spotbatch.testing.HostReport;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a host, and of the places that an environment has on Fargate. Times are in
 * nanoseconds since the world began, and negative if there is none.
 */
public final class HostRecord {

  static final long NEVER = -1;

  private final String id;
  private final String environment;
  private final HostKind pool;
  private final long launched;
  private final long running;
  long joined = NEVER;
  long rebalance = NEVER;
  long notice = NEVER;
  long stopping = NEVER;
  long terminated = NEVER;
  @Nullable String stopReason;

  HostRecord(String id, String environment, HostKind pool, long launched, long running) {
    this.id = id;
    this.environment = environment;
    this.pool = pool;
    this.launched = launched;
    this.running = running;
  }

  /** The host as it is now, which what comes later does not change. */
  HostRecord snapshot() {
    if (terminated != NEVER) {
      return this;
    }
    HostRecord copy = new HostRecord(id, environment, pool, launched, running);
    copy.joined = joined;
    copy.rebalance = rebalance;
    copy.notice = notice;
    copy.stopping = stopping;
    copy.stopReason = stopReason;
    return copy;
  }

  /** The instance's id, or the word Fargate. */
  String id() {
    return id;
  }

  String environment() {
    return environment;
  }

  HostKind pool() {
    return pool;
  }

  long launched() {
    return launched;
  }

  /** When it is, or would have been, in running. */
  long running() {
    return running;
  }

  long stopping() {
    return stopping;
  }

  /** Whether it has been told that it will be taken back. */
  boolean noticed() {
    return notice != NEVER;
  }

  HostReport report(Instant start, long now, BigDecimal cost, BigDecimal idle) {
    boolean hasRun = running <= now && (stopping == NEVER || running <= stopping);
    return new HostReport(
        id,
        environment,
        pool.instanceType(),
        pool.zone(),
        pool.spot(),
        pool.vcpus(),
        start.plusNanos(launched),
        time(start, hasRun ? running : NEVER),
        time(start, joined),
        time(start, rebalance),
        time(start, notice),
        time(start, stopping),
        Optional.ofNullable(stopReason),
        time(start, terminated),
        cost,
        idle);
  }

  static Optional<Instant> time(Instant start, long nanos) {
    return nanos == NEVER ? Optional.empty() : Optional.of(start.plusNanos(nanos));
  }
}
