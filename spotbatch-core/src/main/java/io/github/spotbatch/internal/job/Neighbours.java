package io.github.spotbatch.internal.job;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Other jobs of a submission that a listing shows as well, and that so tell how new it is. */
interface Neighbours {

  /** A job by itself. */
  Neighbours NONE =
      new Neighbours() {
        @Override
        public String pattern(String awsName) {
          return awsName;
        }

        @Override
        public Set<String> sentAfter(Instant failedAt) {
          return Set.of();
        }

        @Override
        public Optional<Elder> lastBefore(Instant failedAt) {
          return Optional.empty();
        }
      };

  /** Lists a job and its neighbours in one page. */
  String pattern(String awsName);

  /** Ids of those that were sent after a time and taken. */
  Set<String> sentAfter(Instant failedAt);

  /** The one that was sent last up to a time and was taken. */
  Optional<Elder> lastBefore(Instant failedAt);

  /** A job that was sent before another. */
  record Elder(String id, Instant sentAt) {}
}
