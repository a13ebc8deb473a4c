package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.SubmissionCounts;
import io.github.spotbatch.job.SubmissionFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has become of the requests of a bulk submission, in their order. Thread-safe. */
final class BulkEntries {

  /** Guarded by itself, and with it the order of a job's coming and a listener's. */
  private final List<JobFollowing> followings = new ArrayList<>();

  /** Guarded by itself, as its elements are; locked last. */
  private final List<BulkEntry> entries = new ArrayList<>();

  private int submitted;
  private int failed;
  private int unknown;
  private boolean ended;

  /** Takes the next request. */
  BulkEntry take(String jobName, String base) {
    synchronized (entries) {
      return add(entries.size(), jobName, base);
    }
  }

  private BulkEntry add(int position, String jobName, String base) {
    BulkEntry entry = new BulkEntry(position, jobName, base);
    entries.add(entry);
    return entry;
  }

  /** Takes a job that was there before, whatever its position. */
  void attach(int position, String base, JobHandle job) {
    BulkEntry entry;
    synchronized (entries) {
      entry = add(position, base, base);
    }
    submitted(entry, job, null);
  }

  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  /**
   * A request has become a job, and whoever follows hears of it, once.
   *
   * @param sentAt when the call began that AWS acknowledged, or null if that is not known
   */
  void submitted(BulkEntry entry, JobHandle job, @Nullable Instant sentAt) {
    synchronized (followings) {
      synchronized (entries) {
        entry.job = job;
        entry.sentAt = sentAt;
        submitted++;
      }
      followings.forEach(following -> following.add(job.id()));
    }
  }

  /** It hears of the jobs that are there, and of those that will be. */
  void follow(JobFollowing following) {
    following.onClose(() -> unfollow(following));
    synchronized (followings) {
      followings.add(following);
      jobs().forEach(job -> following.add(job.id()));
    }
  }

  /** It hears of no more. */
  void unfollow(JobFollowing following) {
    synchronized (followings) {
      followings.remove(following);
    }
  }

  /** How many hear of jobs. */
  int followers() {
    synchronized (followings) {
      return followings.size();
    }
  }

  /** A request has become no job, or maybe not. */
  void failed(BulkEntry entry, SpotBatchException failure) {
    synchronized (entries) {
      entry.failure = failure;
      if (Objects.requireNonNull(entry.asFailure()).unknown()) {
        unknown++;
      } else {
        failed++;
      }
    }
  }

  void end() {
    synchronized (entries) {
      ended = true;
    }
  }

  List<JobHandle> jobs() {
    synchronized (entries) {
      return entries.stream().map(entry -> entry.job).filter(Objects::nonNull).toList();
    }
  }

  List<SubmissionFailure> notSubmitted() {
    synchronized (entries) {
      return entries.stream().map(BulkEntry::asFailure).filter(Objects::nonNull).toList();
    }
  }

  SubmissionCounts counts() {
    synchronized (entries) {
      return new SubmissionCounts(entries.size(), submitted, failed, unknown, ended);
    }
  }

  /** The others of a hundred whose names are of the same base. */
  Neighbours neighboursOf(BulkEntry entry) {
    return new Group(entry);
  }

  private final class Group implements Neighbours {

    private final BulkEntry own;

    Group(BulkEntry own) {
      this.own = own;
    }

    @Override
    public String pattern(String awsName) {
      return JobNames.groupPrefix(awsName) + "*";
    }

    @Override
    public Set<String> sentAfter(Instant failedAt) {
      synchronized (entries) {
        return acknowledged()
            .filter(entry -> sentAt(entry).isAfter(failedAt))
            .map(entry -> job(entry).id())
            .collect(Collectors.toSet());
      }
    }

    @Override
    public Optional<Elder> lastBefore(Instant failedAt) {
      synchronized (entries) {
        return acknowledged()
            .filter(entry -> !sentAt(entry).isAfter(failedAt))
            .max((one, other) -> sentAt(one).compareTo(sentAt(other)))
            .map(entry -> new Elder(job(entry).id(), sentAt(entry)));
      }
    }

    private Stream<BulkEntry> acknowledged() {
      int first = own.position / JobNames.GROUP * JobNames.GROUP;
      int end = Math.min(entries.size(), first + JobNames.GROUP);
      return entries.subList(first, end).stream()
          .filter(entry -> entry.sentAt != null && entry.base.equals(own.base));
    }

    private static Instant sentAt(BulkEntry entry) {
      return Objects.requireNonNull(entry.sentAt);
    }

    private static JobHandle job(BulkEntry entry) {
      return Objects.requireNonNull(entry.job);
    }
  }
}
