package io.github.spotbatch.testing.internal.metadata;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an instance has been told of its end: nothing at first. Guarded by the world's lock. */
public final class SpotNotices {

  private @Nullable Instant rebalanceAt;
  private @Nullable Instant takenAt;

  /** Whether this is the first recommendation to move the work elsewhere. */
  public boolean recommendRebalance(Instant now) {
    boolean first = rebalanceAt == null;
    rebalanceAt = first ? now : rebalanceAt;
    return first;
  }

  /** Whether this is the first notice that the instance will be taken, which then counts. */
  public boolean interrupt(Instant when) {
    boolean first = takenAt == null;
    takenAt = first ? when : takenAt;
    return first;
  }

  /** When the recommendation came. */
  public Optional<Instant> rebalance() {
    return Optional.ofNullable(rebalanceAt);
  }

  /** When the instance will be taken. */
  public Optional<Instant> interruption() {
    return Optional.ofNullable(takenAt);
  }
}
