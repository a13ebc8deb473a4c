package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.job.Listings.Listed;
import io.github.spotbatch.job.SubmissionKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Makes sure before the first request that a key was not used before: by one page at once, and by
 * one that is later than the start by as much as listings may lag behind.
 */
final class UnusedKey implements EarlierJobs {

  private final Listings listings;
  private final String queue;
  private final SubmissionKey key;
  private final TrustedTime trusted;

  UnusedKey(Listings listings, String queue, SubmissionKey key, TrustedTime trusted) {
    this.listings = listings;
    this.queue = queue;
    this.key = key;
    this.trusted = trusted;
  }

  @Override
  public CompletableFuture<Optional<String>> find(BulkEntry entry) {
    return entry.position > 0
        ? CompletableFuture.completedFuture(Optional.empty())
        : look(JobNames.prefix(entry.base, key));
  }

  private CompletableFuture<Optional<String>> look(String prefix) {
    return listings
        .someBeginningWith(queue, prefix)
        .thenCompose(
            page -> {
              requireNone(page);
              return trusted.covers(page.askedAt())
                  ? CompletableFuture.completedFuture(Optional.empty())
                  : trusted.come().thenCompose(done -> look(prefix));
            });
  }

  private void requireNone(Listed page) {
    page.jobs().stream()
        .findFirst()
        .ifPresent(
            job -> {
              throw new SpotBatchException(
                  ("Key %s was used before on queue %s, by job %s (%s) for one, so nothing was sent:"
                          + " resume(key, requests) sends what is missing, attach(key) follows what"
                          + " is there.")
                      .formatted(key, queue, job.jobName(), job.jobId()));
            });
  }
}
