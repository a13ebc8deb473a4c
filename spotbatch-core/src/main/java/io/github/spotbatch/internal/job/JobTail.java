package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private @Nullable Throwable lost;
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
  public synchronized void failed(String jobId, Throwable failure) {
    lost = JobAccess.describeFailure(jobId, failure);
  }

  @Override
  public void closed(String jobId) {
    tails.closedBecause("spotbatch was closed");
  }

  /** Goes on with what the tracker has noted. */
  @Override
  public void tell() {
    JobDetail job;
    Throwable failure;
    synchronized (this) {
      job = said;
      said = null;
      failure = lost;
    }
    if (failure != null) {
      end(failure);
    } else if (job != null && isArray(job)) {
      tails.addChildren(jobId, job.arrayProperties().size());
      end(null);
    } else if (job != null) {
      goOn(job);
    }
  }

  private static boolean isArray(JobDetail job) {
    return job.arrayProperties() != null && job.arrayProperties().size() != null;
  }

  private void goOn(JobDetail job) {
    AttemptStreams streams;
    try {
      streams = AttemptStreams.of(job, tails.now());
    } catch (SpotBatchException e) {
      end(e);
      return;
    }
    CompletableFuture<Void> pause;
    synchronized (this) {
      known = streams;
      pause = streams.isOver(attempt) ? interruptible : null;
    }
    if (pause == null) {
      goOn();
    } else {
      pause.complete(null);
    }
  }

  /** Reads the next page if there is a stream to read and nothing else is under way. */
  private void goOn() {
    AttemptStreams streams;
    Optional<String> stream;
    int number;
    String from;
    synchronized (this) {
      streams = known;
      if (busy || ended || streams == null) {
        return;
      }
      while (streams.isSkipped(attempt)) {
        nextAttempt();
      }
      stream = streams.stream(attempt);
      busy = stream.isPresent();
      number = attempt + 1;
      from = token;
    }
    if (stream.isPresent()) {
      tails.whenRoom(() -> read(streams.group(), stream.get(), number, from));
    } else if (streams.finished()) {
      end(null);
    }
  }

  private void read(String group, String stream, int number, @Nullable String from) {
    Future<?> unused = pages.read(group, stream, number, from).whenComplete(this::onPage);
  }

  private void onPage(LogPages.@Nullable Page page, @Nullable Throwable failure) {
    tails.wasRead(this, page == null ? List.of() : page.lines());
    if (page == null) {
      onFailure(AwsFailures.unwrap(Objects.requireNonNull(failure)));
      return;
    }
    rest(take(page));
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
