package io.github.spotbatch.testing.internal.ecr;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of a repository's images in time. Nothing is scheduled: whoever looks at the
 * repository finds it without what has expired by then, so that a policy of weeks does not carry a
 * world that runs until it is idle through these weeks.
 */
final class LifecyclePolicy {

  private final String text;
  private final List<LifecycleRule> rules;
  private final Instant putAt;
  private final Duration delay;

  /**
   * A policy.
   *
   * @param rules by priority
   * @param delay from the moment an image is to go until it is gone
   */
  LifecyclePolicy(String text, List<LifecycleRule> rules, Instant putAt, Duration delay) {
    this.text = text;
    this.rules = rules;
    this.putAt = putAt;
    this.delay = delay;
  }

  String text() {
    return text;
  }

  /** When the policy was last applied, as far as anybody can tell; the epoch before the first. */
  Instant evaluatedAt(Instant now) {
    if (now.isBefore(putAt.plus(delay))) {
      return Instant.EPOCH;
    }
    if (delay.isZero()) {
      return now;
    }
    return putAt.plus(delay.multipliedBy(Duration.between(putAt, now).dividedBy(delay)));
  }

  /** Removes what has expired, and then what had to stay only because of it. */
  void apply(Repository repository, Instant now) {
    boolean removed = true;
    while (removed) {
      List<Image> expired = expired(repository, now);
      expired.forEach(repository::remove);
      removed = !expired.isEmpty();
    }
  }

  private List<Image> expired(Repository repository, Instant now) {
    List<Image> all = List.copyOf(repository.images());
    Set<Image> decided = new HashSet<>();
    Set<Image> expired = new HashSet<>();
    for (LifecycleRule rule : rules) {
      for (LifecycleRule.Due due : rule.due(all)) {
        Instant since = due.since().isBefore(putAt) ? putAt : due.since();
        boolean gone = !now.isBefore(since.plus(delay));
        if (gone && !decided.contains(due.image()) && !repository.isReferred(due.image())) {
          expired.add(due.image());
        }
      }
      all.stream().filter(rule::selects).forEach(decided::add);
    }
    return List.copyOf(expired);
  }
}
