package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.job.Listings.Listed;
import io.github.spotbatch.job.SubmissionKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes sure by one page, before the first request, that a key was not used before. */
final class UnusedKey implements EarlierJobs {

  private final Listings listings;
  private final String queue;
  private final SubmissionKey key;

  UnusedKey(Listings listings, String queue, SubmissionKey key) {
    this.listings = listings;
    this.queue = queue;
    this.key = key;
  }

  @Override
  public CompletableFuture<Optional<String>> find(BulkEntry entry) {
    return entry.position > 0
        ? CompletableFuture.completedFuture(Optional.empty())
        : listings
            .someBeginningWith(queue, JobNames.prefix(entry.base, key))
            .thenApply(this::requireNone);
  }

  private Optional<String> requireNone(Listed page) {
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
    return Optional.empty();
  }
}
