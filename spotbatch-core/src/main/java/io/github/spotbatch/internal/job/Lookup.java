package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.job.Listings.Listed;
import io.github.spotbatch.internal.job.Neighbours.Elder;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * Finds out whether AWS took a job, now and then until a listing must show it.
 *
 * <p>A listing that does not have the job counts once it was asked for later than listings are
 * assumed to lag behind, and only if it is seen to be new enough, where that can be seen: it has a
 * neighbour that was sent after the answer had failed to come. If there is none, it must have the
 * last that was sent before, and had it so long ago already as lay between the two. At twice the
 * bound it is given up.
 */
final class Lookup {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int LATE_LOOKS = 8;

  private final Listings listings;
  private final TimeKeeper time;
  private final Duration bound;

  /**
   * Creates one.
   *
   * @param bound how far listings lag behind at most
   */
  Lookup(Listings listings, TimeKeeper time, Duration bound) {
    this.listings = listings;
    this.time = time;
    this.bound = bound;
  }

  /** Looks for a job that a call should have made which failed at a time without telling. */
  CompletableFuture<Optional<String>> find(
      SubmitJobRequest request, Neighbours neighbours, Instant failedAt) {
    Search search = new Search(request, neighbours, failedAt);
    search.look();
    return search.found;
  }

  private final class Search {

    final CompletableFuture<Optional<String>> found = new CompletableFuture<>();
    private final SubmitJobRequest request;
    private final Neighbours neighbours;
    private final Instant failedAt;
    private @Nullable String shownElder;
    private Instant shownSince = Instant.MAX;

    Search(SubmitJobRequest request, Neighbours neighbours, Instant failedAt) {
      this.request = request;
      this.neighbours = neighbours;
      this.failedAt = failedAt;
    }

    void look() {
      Future<?> unused =
          listings
              .firstPage(request.jobQueue(), neighbours.pattern(request.jobName()))
              .whenComplete(this::onAnswer);
    }

    private void onAnswer(@Nullable Listed answer, @Nullable Throwable failure) {
      if (answer == null) {
        Throwable why =
            failure == null ? new IllegalStateException("no page") : AwsFailures.unwrap(failure);
        if (!AwsFailures.passing(why) || isOver(time.now())) {
          found.completeExceptionally(why);
        } else {
          lookLater();
        }
        return;
      }
      Optional<String> id = idIn(answer);
      boolean counts = isNewEnough(answer) && !answer.askedAt().isBefore(failedAt.plus(bound));
      if (id.isPresent() || counts) {
        found.complete(id);
      } else if (isOver(answer.askedAt())) {
        found.completeExceptionally(new StaleListingException(bound.multipliedBy(2)));
      } else {
        lookLater();
      }
    }

    private Optional<String> idIn(Listed answer) {
      return answer.jobs().stream()
          .filter(job -> request.jobName().equals(job.jobName()))
          .map(JobSummary::jobId)
          .findFirst();
    }

    private boolean isNewEnough(Listed answer) {
      if (!answer.whole()) {
        return false;
      }
      Set<String> ids = answer.jobs().stream().map(JobSummary::jobId).collect(Collectors.toSet());
      Set<String> later = neighbours.sentAfter(failedAt);
      if (!later.isEmpty()) {
        return later.stream().anyMatch(ids::contains);
      }
      Optional<Elder> elder = neighbours.lastBefore(failedAt);
      return elder.isEmpty() || hasShown(elder.get(), ids, answer.askedAt());
    }

    private boolean hasShown(Elder elder, Set<String> ids, Instant askedAt) {
      if (!ids.contains(elder.id())) {
        shownElder = null;
        return false;
      }
      if (!elder.id().equals(shownElder)) {
        shownElder = elder.id();
        shownSince = askedAt;
      }
      Duration apart = Duration.between(elder.sentAt(), failedAt);
      return !askedAt.isBefore(shownSince.plus(apart));
    }

    private boolean isOver(Instant at) {
      return !at.isBefore(failedAt.plus(bound.multipliedBy(2)));
    }

    /** Each time after twice as long, but in time at the bound; then evenly up to its double. */
    private void lookLater() {
      Instant now = time.now();
      Duration since = Duration.between(failedAt, now);
      Duration next =
          since.compareTo(bound) < 0
              ? shorter(bound, longer(FIRST, since.multipliedBy(2)))
              : shorter(
                  bound.multipliedBy(2), since.plus(longer(FIRST, bound.dividedBy(LATE_LOOKS))));
      Duration delay = next.minus(since);
      try {
        Future<?> unused =
            time.executor()
                .schedule(this::look, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        found.completeExceptionally(e);
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
