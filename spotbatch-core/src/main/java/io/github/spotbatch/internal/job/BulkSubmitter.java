package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Begins bulk submissions, and ends their waits when the entry point is closed. Thread-safe. */
final class BulkSubmitter implements AutoCloseable {

  /** AWS keeps jobs at least so long after their end, which is after the key was made. */
  static final Duration KEPT = Duration.ofDays(7);

  private final AwsCalls calls;
  private final TimeKeeper time;
  private final Listings listings;
  private final JobSubmitter submitter;
  private final Executor callbackExecutor;
  private final Duration staleReadBound;
  private final Set<BulkRun> runs = ConcurrentHashMap.newKeySet();

  BulkSubmitter(
      AwsCalls calls,
      TimeKeeper time,
      Listings listings,
      JobSubmitter submitter,
      Executor callbackExecutor,
      Duration staleReadBound) {
    this.calls = calls;
    this.time = time;
    this.listings = listings;
    this.submitter = submitter;
    this.callbackExecutor = callbackExecutor;
    this.staleReadBound = staleReadBound;
  }

  /** Under a key that was just made. */
  BulkSubmission submit(
      JobNaming naming, JobAccess access, SubmissionKey key, Stream<JobRequest> requests) {
    return start(naming, access, key, requests, EarlierJobs.NONE);
  }

  /** Under a key of whatever origin, which must not have been used. */
  BulkSubmission submitUnused(
      JobNaming naming, JobAccess access, SubmissionKey key, Stream<JobRequest> requests) {
    requireNotOfTheFuture(key);
    TrustedTime trusted = TrustedTime.ofNow(time, staleReadBound);
    EarlierJobs earlier = new UnusedKey(listings, naming.queue(), key, trusted);
    return start(naming, access, key, requests, earlier);
  }

  /** What is missing of an earlier run. */
  BulkSubmission resume(
      JobNaming naming, JobAccess access, SubmissionKey key, Stream<JobRequest> requests) {
    requireNotOfTheFuture(key);
    requireKept(key);
    EarlierJobs earlier = new AlreadyThere(listings, time, naming.queue(), key, staleReadBound);
    return start(naming, access, key, requests, earlier);
  }

  /** What is there of an earlier run. */
  BulkSubmission attach(JobNaming naming, JobAccess access, SubmissionKey key) {
    requireNotOfTheFuture(key);
    requireKept(key);
    EarlierJobs earlier = new AlreadyThere(listings, time, naming.queue(), key, staleReadBound);
    BulkRun run = add(naming, access, key, Stream.empty(), earlier);
    run.attach();
    return run;
  }

  private BulkRun start(
      JobNaming naming,
      JobAccess access,
      SubmissionKey key,
      Stream<JobRequest> requests,
      EarlierJobs earlier) {
    BulkRun run = add(naming, access, key, requests, earlier);
    run.start();
    return run;
  }

  private BulkRun add(
      JobNaming naming,
      JobAccess access,
      SubmissionKey key,
      Stream<JobRequest> requests,
      EarlierJobs earlier) {
    calls.requireOpen();
    BulkRun run = new BulkRun(submitter, access, naming, key, requests, earlier, callbackExecutor);
    runs.add(run);
    run.whenEnded(() -> runs.remove(run));
    return run;
  }

  private void requireNotOfTheFuture(SubmissionKey key) {
    if (key.createdAt().isAfter(time.now().plus(AlreadyThere.CLOCKS_DIFFER))) {
      throw new IllegalArgumentException(
          "key %s is of %s, which is yet to come: a key is not made later than its jobs are sent"
              .formatted(key, key.createdAt()));
    }
  }

  /** So that a listing which is late by the bound still has all jobs. */
  private void requireKept(SubmissionKey key) {
    Duration age = Duration.between(key.createdAt(), time.now());
    if (age.plus(staleReadBound).compareTo(KEPT) > 0) {
      throw new SpotBatchException(
          ("Key %s is of %s, %d days ago: AWS Batch surely keeps finished jobs for 7 days only, so"
                  + " that it cannot be told any more which of them were submitted. Find out from"
                  + " the jobs' own output what is missing, and submit that under a new key.")
              .formatted(key, key.createdAt(), age.toDays()));
    }
  }

  /** Ends all waits; {@code resume} settles later what is under way. */
  @Override
  public void close() {
    List.copyOf(runs)
        .forEach(
            run ->
                run.close(
                    new SpotBatchException(
                        "Submission %s was cut short because spotbatch was closed: resume(key,"
                                .formatted(run.key())
                            + " requests) sends what is missing.")));
  }
}
