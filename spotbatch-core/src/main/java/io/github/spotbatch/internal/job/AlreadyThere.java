package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.job.Listings.Listed;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobSummary;

/**
 * Finds the jobs of an earlier run of a submission. Names are listed by their beginnings as they
 * come up, a hundred jobs a page; with many different ones all that the queue got since the key was
 * made is listed in their place. What is missing counts as missing only by a listing that is later
 * than the start by as much as listings may lag behind. For one question at a time.
 */
final class AlreadyThere implements EarlierJobs {

  /** From so many different names on the whole queue is likely to take fewer pages. */
  private static final int MOST_BASES = 10;

  /** By how much AWS's clock may differ from that of whoever made the key. */
  static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private record There(String id, String awsName) {}

  private final Listings listings;
  private final String queue;
  private final SubmissionKey key;
  private final TrustedTime trusted;

  private final Set<String> listed = new HashSet<>();
  private final Map<Integer, There> jobs = new HashMap<>();
  private boolean allListed;
  private @Nullable Instant askedAt;

  /**
   * Creates one.
   *
   * @param bound how far listings lag behind at most
   */
  AlreadyThere(
      Listings listings, TimeKeeper time, String queue, SubmissionKey key, Duration bound) {
    this.listings = listings;
    this.queue = queue;
    this.key = key;
    this.trusted = TrustedTime.ofNow(time, bound);
  }

  @Override
  public CompletableFuture<Optional<String>> find(BulkEntry entry) {
    if (!allListed && !listed.contains(entry.base)) {
      return list(entry.base).thenCompose(done -> find(entry));
    }
    There there = jobs.get(entry.position);
    if (there != null) {
      return CompletableFuture.completedFuture(Optional.of(checked(entry, there)));
    }
    if (askedAt != null && trusted.covers(askedAt)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return trusted.come().thenCompose(done -> findAnew(entry));
  }

  @Override
  public CompletableFuture<List<AttachedJob>> all() {
    return listings
        .createdAfter(queue, key.createdAt().minus(CLOCKS_DIFFER))
        .thenApply(page -> AttachedJob.of(key, page.jobs()));
  }

  private String checked(BulkEntry entry, There there) {
    String wanted = JobNames.bulk(entry.base, key, entry.position);
    if (!there.awsName.equals(wanted)) {
      throw new SpotBatchException(
          ("The requests are not those that key %s was used for: the one at position %d would be job"
                  + " %s, and queue %s has %s there. Nothing more was sent; resume takes the same"
                  + " requests in the same order.")
              .formatted(key, entry.position, wanted, queue, there.awsName));
    }
    return there.id;
  }

  /** Forgets all that was listed too early. */
  private CompletableFuture<Optional<String>> findAnew(BulkEntry entry) {
    listed.clear();
    allListed = false;
    return find(entry);
  }

  private CompletableFuture<Boolean> list(String base) {
    boolean all = listed.size() >= MOST_BASES;
    CompletableFuture<Listed> answer =
        all
            ? listings.createdAfter(queue, key.createdAt().minus(CLOCKS_DIFFER))
            : listings.beginningWith(queue, JobNames.prefix(base, key));
    return answer.thenApply(
        page -> {
          page.jobs().forEach(this::add);
          listed.add(base);
          allListed = all;
          // The earliest of them says how far all can be trusted.
          askedAt = listed.size() > 1 && !all ? earlier(askedAt, page.askedAt()) : page.askedAt();
          return true;
        });
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one != null && one.isBefore(other) ? one : other;
  }

  private void add(JobSummary job) {
    if (JobNames.isSingle(job.jobName(), key)) {
      throw new SpotBatchException(
          ("Key %s is that of the single job %s (%s) on queue %s, not of many, so nothing was sent:"
                  + " attach(key) follows it, and many jobs have a key of their own.")
              .formatted(key, job.jobName(), job.jobId(), queue));
    }
    JobNames.parse(job.jobName(), key)
        .ifPresent(name -> jobs.put(name.position(), new There(job.jobId(), job.jobName())));
  }
}
