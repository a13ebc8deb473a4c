package io.github.spotbatch.testing.internal.fault;

import io.github.spotbatch.testing.internal.OperationGlob;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * So many calls a second of some operations, as a bucket of tokens that each account has in each
 * Region. It is kept as the time at which the bucket is full again, so that no fraction is lost.
 */
final class CallLimit {

  private record Bucket(String account, String region) {}

  private final OperationGlob operations;
  private final Duration interval;
  private final Duration slack;
  private final Map<Bucket, Instant> fullAt = new HashMap<>();

  CallLimit(OperationGlob operations, double perSecond, int burst) {
    this.operations = operations;
    this.interval = Duration.ofNanos((long) (1e9 / perSecond));
    this.slack = interval.multipliedBy(burst - 1L);
  }

  OperationGlob operations() {
    return operations;
  }

  boolean concerns(String operation) {
    return operations.matches(operation);
  }

  /** Whether there is a token. */
  boolean admits(CallSite site, Instant now) {
    return Duration.between(now, fullAt(site, now)).compareTo(slack) <= 0;
  }

  /** Takes a token that is there. */
  void take(CallSite site, Instant now) {
    fullAt.put(bucket(site), fullAt(site, now).plus(interval));
  }

  private Instant fullAt(CallSite site, Instant now) {
    Instant full = fullAt.getOrDefault(bucket(site), now);
    return full.isBefore(now) ? now : full;
  }

  private static Bucket bucket(CallSite site) {
    return new Bucket(site.account(), site.region());
  }
}
