package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.job.LogTail;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on to one consumer what some jobs write. Thread-safe. */
final class JobTails implements LogTail {

  private static final Logger log = LoggerFactory.getLogger(JobTails.class);

  /** So many lines at most wait for the consumer or are being read, of all jobs together. */
  private static final int MOST_LINES = 100_000;

  /** CloudWatch Logs tells no more at once. */
  private static final int MOST_LINES_OF_A_PAGE = 10_000;

  private final JobTracker tracker;
  private final TimeKeeper time;
  private final LogPages pages;
  private final CallbackQueue callbacks;

  /** Where the consumer runs on the clock's own threads, a wait for it lets the time pass. */
  private final boolean callbacksOnClock;

  private final BiConsumer<? super JobHandle, ? super LogLine> consumer;
  private final Function<String, JobHandle> handles;

  /** Ends when all that the jobs wrote was read, and after that was passed on. */
  private final CompletableFuture<Void> read = new CompletableFuture<>();

  private final CompletableFuture<Void> passedOn = new CompletableFuture<>();

  private final Object lock = new Object();
  private final Map<String, JobTail> tails = new LinkedHashMap<>();
  private final Map<String, JobHandle> jobs = new LinkedHashMap<>();
  private int open;
  private int waitingLines;
  private int pagesBeingRead;

  /** What reads on once the consumer has caught up, in the order in which it came. */
  private final Queue<Runnable> waitingReads = new ArrayDeque<>();

  private boolean lettingRead;
  private @Nullable Throwable firstFailure;
  private volatile @Nullable String closedBecause;

  JobTails(
      JobTracker tracker,
      TimeKeeper time,
      Executor callbackExecutor,
      LogPages pages,
      Function<String, JobHandle> handles,
      BiConsumer<? super JobHandle, ? super LogLine> consumer) {
    this.tracker = tracker;
    this.time = time;
    this.pages = pages;
    this.callbacksOnClock = callbackExecutor == time.executor();
    this.callbacks = new CallbackQueue(callbackExecutor);
    this.handles = handles;
    this.consumer = consumer;
  }

  /** Begins, once; a job given twice counts once. */
  JobTails start(Iterable<? extends JobHandle> given) {
    List<JobTail> begun = new ArrayList<>();
    synchronized (lock) {
      given.forEach(job -> add(job, begun));
    }
    if (begun.isEmpty()) {
      allRead(null);
    }
    begun.forEach(tail -> tracker.watch(tail.jobId, tail));
    return this;
  }

  private void add(JobHandle job, List<JobTail> begun) {
    if (!tails.containsKey(job.id())) {
      JobTail tail = new JobTail(job.id(), this, pages);
      tails.put(job.id(), tail);
      jobs.put(job.id(), job);
      begun.add(tail);
      open++;
    }
  }

  /** Goes on with the children of an array; called once, before the array's own tail ends. */
  void addChildren(String array, int size) {
    List<JobTail> begun = new ArrayList<>();
    synchronized (lock) {
      for (int i = 0; i < size && closedBecause == null; i++) {
        add(handles.apply(array + ":" + i), begun);
      }
    }
    begun.forEach(tail -> tracker.watch(tail.jobId, tail));
  }

  Instant now() {
    return time.now();
  }

  /** Has a page read as soon as its lines would not be too many; {@link #wasRead} must follow. */
  void whenRoom(Runnable read) {
    synchronized (lock) {
      waitingReads.add(read);
    }
    letRead();
  }

  /** One thread at a time, so that reads that end at once do not pile up on its stack. */
  private void letRead() {
    synchronized (lock) {
      if (lettingRead) {
        return;
      }
      lettingRead = true;
    }
    Runnable next = nextRead();
    while (next != null) {
      next.run();
      next = nextRead();
    }
  }

  private @Nullable Runnable nextRead() {
    synchronized (lock) {
      int lines = waitingLines + (pagesBeingRead + 1) * MOST_LINES_OF_A_PAGE;
      Runnable next = lines <= MOST_LINES ? waitingReads.poll() : null;
      pagesBeingRead += next == null ? 0 : 1;
      lettingRead = next != null;
      return next;
    }
  }

  /** Passes on the lines of a page; none if it could not be read. */
  void wasRead(JobTail tail, List<LogLine> lines) {
    JobHandle job;
    synchronized (lock) {
      job = Objects.requireNonNull(jobs.get(tail.jobId));
      waitingLines += lines.size();
      pagesBeingRead--;
    }
    if (!lines.isEmpty()) {
      callbacks.add(
          () -> {
            lines.forEach(line -> consume(job, line));
            synchronized (lock) {
              waitingLines -= lines.size();
            }
            letRead();
          });
      callbacks.run();
    }
    letRead();
  }

  private void consume(JobHandle job, LogLine line) {
    if (closedBecause != null) {
      return;
    }
    try {
      consumer.accept(job, line);
    } catch (RuntimeException | Error e) {
      log.warn("a consumer of log lines failed, going on with the next line [job={}]", job.id(), e);
    }
  }

  /** A job's tail has ended, with a failure if it could not read all. */
  void ended(JobTail tail, @Nullable Throwable failure) {
    if (failure != null) {
      log.debug("no more lines of a job [job={}] [failure={}]", tail.jobId, failure.toString());
    }
    boolean last;
    Throwable first;
    synchronized (lock) {
      firstFailure = firstFailure == null ? failure : firstFailure;
      first = firstFailure;
      open--;
      last = open == 0;
      tails.remove(tail.jobId);
    }
    tracker.unwatch(tail.jobId, tail);
    if (last) {
      allRead(first);
    }
  }

  private void allRead(@Nullable Throwable failure) {
    callbacks.add(
        () -> {
          if (failure == null) {
            passedOn.complete(null);
          } else {
            passedOn.completeExceptionally(failure);
          }
        });
    callbacks.run();
    read.complete(null);
  }

  @Override
  public void await(Duration timeout) {
    Duration wait = JobAccess.bounded(timeout);
    Instant begin = time.now();
    CompletableFuture<Boolean> first = new CompletableFuture<>();
    Future<?> unused =
        read.whenComplete(
            (done, failure) -> {
              if (failure == null) {
                first.complete(true);
              } else {
                first.completeExceptionally(failure);
              }
            });
    Deadline deadline = Deadline.of(first, wait, time);
    try {
      if (!time.await(first)) {
        Duration waited = Duration.between(begin, time.now());
        throw new WaitTimeoutException(toString(), openTails() + " behind", waited);
      }
      passedOn();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotBatchException("The wait for " + this + " was interrupted; it goes on.", e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(e);
    } finally {
      deadline.cancel();
    }
  }

  /** All was read: the consumer may need a moment of its executor's time. */
  private void passedOn() throws InterruptedException, ExecutionException {
    if (callbacksOnClock) {
      time.await(passedOn);
    } else {
      passedOn.get();
    }
  }

  private String openTails() {
    synchronized (lock) {
      return open == 1 ? "1 job" : open + " jobs";
    }
  }

  @Override
  public void close() {
    closedBecause("it was closed");
  }

  void closedBecause(String why) {
    List<JobTail> left;
    synchronized (lock) {
      if (closedBecause != null) {
        return;
      }
      closedBecause = why;
      waitingReads.clear();
      left = List.copyOf(tails.values());
    }
    SpotBatchException failure =
        new SpotBatchException(
            "The wait for %s ended because %s; the jobs go on.".formatted(this, why));
    read.completeExceptionally(failure);
    passedOn.completeExceptionally(failure);
    left.forEach(tail -> tail.end(null));
  }

  /** For example {@code the tail of 12 jobs}. */
  @Override
  public String toString() {
    synchronized (lock) {
      return "the tail of " + (jobs.size() == 1 ? "1 job" : jobs.size() + " jobs");
    }
  }
}
