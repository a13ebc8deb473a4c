package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.batch.model.JobDetail;

/**
 * Reads what one job writes, attempt by attempt, one call at a time. The tracker tells where the
 * job is. Thread-safe.
 */
final class JobTail implements Watcher {

  private static final Logger log = LoggerFactory.getLogger(JobTail.class);

  /** How long after an attempt's end its last lines are waited for. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** A page of so many lines has another one behind it, most likely. */
  private static final int LARGE_PAGE = 1000;

  final String jobId;
  private final JobTails tails;
  private final LogPages pages;

  private @Nullable JobDetail said;
  private @Nullable AttemptStreams known;
  private int attempt;
  private @Nullable String token;
  private Duration pause = SHORTEST;

  /** Whether a call, a pause or the consumer must end before the next call. */
  private boolean busy;

  /** What the present pause waits for, if it ends at once when the attempt does. */
  private @Nullable CompletableFuture<Void> interruptible;

  private boolean ended;

  JobTail(String jobId, JobTails tails, LogPages pages) {
    this.jobId = jobId;
    this.tails = tails;
    this.pages = pages;
  }

  @Override
  public Instant deadline() {
    return Instant.MAX;
  }

  @Override
  public boolean wants(JobState state) {
    return false;
  }

  @Override
  public void seen(JobResult result, Instant now) {}

  @Override
  public synchronized boolean described(JobDetail job) {
    said = job;
    return true;
  }

  @Override
  public void failed(String jobId, Throwable failure) {
    end(JobAccess.describeFailure(jobId, failure));
  }

  @Override
  public void closed(String jobId) {
    tails.closedBecause("spotbatch was closed");
  }

  /** Goes on with what the tracker has noted. */
  @Override
  public void tell() {
    CompletableFuture<Void> interrupted = null;
    int children = 0;
    synchronized (this) {
      JobDetail job = said;
      said = null;
      if (job == null || ended) {
        return;
      }
      boolean array = job.arrayProperties() != null && job.arrayProperties().size() != null;
      if (array) {
        children = job.arrayProperties().size();
      } else {
        try {
          known = AttemptStreams.of(job, tails.now());
        } catch (RuntimeException e) {
          end(e);
          return;
        }
        interrupted = known.isOver(attempt) ? interruptible : null;
      }
    }
    if (children > 0) {
      tails.addChildren(jobId, children);
      end(null);
    } else if (interrupted != null) {
      interrupted.complete(null);
    } else {
      goOn();
    }
  }

  /** Reads the next page if there is a stream to read and nothing else is under way. */
  private void goOn() {
    CompletableFuture<LogPages.Page> read;
    synchronized (this) {
      AttemptStreams streams = known;
      if (busy || ended || streams == null) {
        return;
      }
      while (streams.has(attempt)
          && streams.streams().get(attempt).isEmpty()
          && streams.isOver(attempt)) {
        nextAttempt();
      }
      if (!streams.has(attempt) || streams.streams().get(attempt).isEmpty()) {
        if (streams.finished()) {
          end(null);
        }
        return;
      }
      busy = true;
      String stream = streams.streams().get(attempt).get();
      read = pages.read(streams.group(), stream, attempt + 1, token);
    }
    Future<?> unused = read.whenComplete(this::onPage);
  }

  private void onPage(LogPages.@Nullable Page page, @Nullable Throwable failure) {
    if (page == null) {
      onFailure(AwsFailures.unwrap(Objects.requireNonNull(failure)));
      return;
    }
    Duration wait = take(page);
    tails.deliver(this, page.lines(), () -> rest(wait));
  }

  private void onFailure(Throwable failure) {
    if (AwsFailures.passing(failure)) {
      log.warn(
          "CloudWatch Logs did not answer, will ask again [job={}] [failure={}]",
          jobId,
          failure.toString());
      rest(LONGEST);
    } else {
      end(AwsFailures.forUser("GetLogEvents for job " + jobId, failure));
    }
  }

  /** Notes where the stream was read to, and says how long to wait before the next call. */
  private synchronized Duration take(LogPages.Page page) {
    AttemptStreams streams = Objects.requireNonNull(known);
    boolean moved = !Objects.equals(page.token(), token);
    boolean over = streams.isOver(attempt);
    token = page.token();
    if (!page.lines().isEmpty()) {
      pause = SHORTEST;
      return over || page.lines().size() >= LARGE_PAGE ? Duration.ZERO : SHORTEST;
    }
    if (moved) {
      // An empty page before the end.
      return Duration.ZERO;
    }
    if (over) {
      Instant now = tails.now();
      Instant drained = streams.end(attempt, now).plus(GRACE);
      if (!now.isBefore(drained)) {
        nextAttempt();
        return Duration.ZERO;
      }
      Duration left = Duration.between(now, drained);
      Duration half = left.dividedBy(2);
      return half.compareTo(SHORTEST) > 0 ? half : left;
    }
    Duration quiet = pause;
    Duration longer = pause.multipliedBy(3).dividedBy(2);
    pause = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    return quiet;
  }

  private void nextAttempt() {
    attempt++;
    token = null;
    pause = SHORTEST;
  }

  private void rest(Duration wait) {
    if (wait.isZero()) {
      ready();
      return;
    }
    CompletableFuture<Void> over = pages.calls().after(wait);
    synchronized (this) {
      // Within the time after the end that the last lines are given nothing shortens it.
      interruptible = known != null && known.isOver(attempt) ? null : over;
    }
    Future<?> unused =
        over.whenComplete(
            (done, failure) -> {
              if (failure == null) {
                ready();
              } else {
                end(AwsFailures.unwrap(failure));
              }
            });
  }

  private void ready() {
    synchronized (this) {
      busy = false;
      interruptible = null;
    }
    goOn();
  }

  /** Stops, for one reason or another. */
  void end(@Nullable Throwable failure) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    tails.ended(this, failure);
  }
}
