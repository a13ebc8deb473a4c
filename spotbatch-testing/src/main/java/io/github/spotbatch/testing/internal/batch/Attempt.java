package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.report.AttemptRecord;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of a job on a host. */
final class Attempt {

  private static final int MAX_REASON = 255;

  private final Job job;
  private final Host host;
  private final int number;
  private final String taskArn;
  private final @Nullable String containerInstanceArn;
  private @Nullable AttemptRecord record;
  private @Nullable Instant startedAt;
  private @Nullable Instant stoppedAt;
  private @Nullable String logStream;
  private @Nullable String statusReason;
  private @Nullable String reason;
  private @Nullable Integer exitCode;
  private @Nullable Runnable stop;
  private @Nullable Runnable timeout;
  private boolean draining;
  private boolean lost;

  Attempt(Job job, Host host, int number, String taskArn, @Nullable String containerInstanceArn) {
    this.job = job;
    this.host = host;
    this.number = number;
    this.taskArn = taskArn;
    this.containerInstanceArn = containerInstanceArn;
  }

  Job job() {
    return job;
  }

  Host host() {
    return host;
  }

  /** From 1. */
  int number() {
    return number;
  }

  String taskArn() {
    return taskArn;
  }

  /** Null on Fargate. */
  @Nullable String containerInstanceArn() {
    return containerInstanceArn;
  }

  void record(AttemptRecord kept) {
    this.record = kept;
  }

  /** What reports tell of it. */
  AttemptRecord record() {
    return Objects.requireNonNull(record);
  }

  void started(Instant when, String stream) {
    this.startedAt = when;
    this.logStream = stream;
  }

  @Nullable Instant startedAt() {
    return startedAt;
  }

  @Nullable String logStream() {
    return logStream;
  }

  /** What ends it if it runs too long. */
  void timeout(Runnable cancellation) {
    this.timeout = cancellation;
  }

  /** How to stop what runs, from its SIGTERM on. */
  void onStop(Runnable action) {
    this.stop = action;
  }

  /** Stops what runs, unless that has been done. */
  void stop() {
    Runnable action = stop;
    this.stop = null;
    if (action != null) {
      action.run();
    }
  }

  /** It ends with its host, which has begun to stop its containers. */
  void drain() {
    this.draining = true;
  }

  boolean draining() {
    return draining;
  }

  /** It ends because its host does, whatever its container said last. */
  void lose() {
    this.lost = true;
  }

  boolean lost() {
    return lost;
  }

  void ended(
      Instant when, String status, @Nullable String containerReason, @Nullable Integer code) {
    this.stoppedAt = when;
    this.stop = null;
    if (timeout != null) {
      timeout.run();
      this.timeout = null;
    }
    this.statusReason = status;
    this.reason =
        containerReason == null
            ? null
            : containerReason.substring(0, Math.min(MAX_REASON, containerReason.length()));
    this.exitCode = code;
  }

  boolean over() {
    return stoppedAt != null;
  }

  @Nullable Instant stoppedAt() {
    return stoppedAt;
  }

  @Nullable String statusReason() {
    return statusReason;
  }

  @Nullable String reason() {
    return reason;
  }

  @Nullable Integer exitCode() {
    return exitCode;
  }
}
