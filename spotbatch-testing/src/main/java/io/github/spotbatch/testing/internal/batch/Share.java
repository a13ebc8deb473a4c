package io.github.spotbatch.testing.internal.batch;

import java.time.Duration;
import java.time.Instant;

/** One share identifier of a queue: its jobs, and what they have used lately. */
final class Share {

  private final String identifier;
  private final JobLine waiting = new JobLine(Job::schedulingPriority);
  private int unfinished;
  private int vcpusInUse;
  private double usedVcpuSeconds;
  private Instant usedUntil;

  Share(String identifier, Instant now) {
    this.identifier = identifier;
    this.usedUntil = now;
  }

  String identifier() {
    return identifier;
  }

  JobLine waiting() {
    return waiting;
  }

  /** So many unfinished jobs more, or fewer. */
  void unfinished(int change) {
    unfinished += change;
  }

  boolean active() {
    return unfinished > 0;
  }

  int vcpusInUse() {
    return vcpusInUse;
  }

  /** So many vCPUs in use more, or fewer, from now on. */
  void inUse(int change, Instant now, double decaySeconds) {
    advance(now, decaySeconds);
    vcpusInUse += change;
  }

  /** The mean vCPUs in use lately, the more recent the weightier. */
  double lately(Instant now, double decaySeconds) {
    advance(now, decaySeconds);
    return usedVcpuSeconds / decaySeconds;
  }

  /** What was used fades, and what has been in use since then adds to it. */
  private void advance(Instant now, double decaySeconds) {
    double seconds = Duration.between(usedUntil, now).toMillis() / 1000.0;
    double kept = StrictMath.exp(-seconds / decaySeconds);
    usedVcpuSeconds = usedVcpuSeconds * kept + vcpusInUse * decaySeconds * (1 - kept);
    usedUntil = now;
  }
}
