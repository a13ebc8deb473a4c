package io.github.spotbatch.internal.job;

import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the jobs that were submitted here and have not ended when the JVM shuts down. First no
 * further job is sent, or there would be no end of them; then each gets one TerminateJob, without a
 * look at it before, which does nothing to a job that has ended.
 */
final class ShutdownStops implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ShutdownStops.class);

  /** Who shuts a JVM down waits for it, or kills it. */
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  /** So many calls take about a second: what arrives meanwhile is newer, and comes next. */
  private static final int WAVE = 50;

  private static final Duration WAVE_TIME = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final JobStops stops;
  private final JobSubmitter submitter;
  private final TimeKeeper time;
  private final String reason;
  private final Thread hook = new Thread(this::stop, "spotbatch-shutdown");

  /** In the order of submission; guarded by itself. */
  private final Set<String> unfinished = new LinkedHashSet<>();

  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  ShutdownStops(JobStops stops, JobSubmitter submitter, TimeKeeper time, String reason) {
    JobStops.requireReason(reason);
    this.stops = stops;
    this.submitter = submitter;
    this.time = time;
    this.reason = reason;
  }

  /** Asks the JVM to be told of its shutdown. */
  void register() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  void submitted(String jobId) {
    synchronized (unfinished) {
      unfinished.add(jobId);
    }
  }

  void ended(String jobId) {
    synchronized (unfinished) {
      unfinished.remove(jobId);
    }
  }

  /** How many jobs would be stopped now. */
  int size() {
    synchronized (unfinished) {
      return unfinished.size();
    }
  }

  /** What the hook does. */
  void stop() {
    submitter.refuse();
    try {
      int sent = stopAll(time.now().plus(AT_MOST));
      int left = size() + underWay.get();
      if (sent > 0 || left > 0) {
        log.warn(
            "stopped jobs since the JVM shuts down [jobs={}] [failed={}] [left={}]",
            sent - underWay.get() - failed.get(),
            failed.get(),
            left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RejectedExecutionException e) {
      log.warn("could not stop all jobs though the JVM shuts down [left={}]", size(), e);
    }
  }

  /** Goes on until no job is left and none can come any more, and returns how many it took. */
  private int stopAll(Instant deadline) throws InterruptedException, ExecutionException {
    int sent = 0;
    while (time.now().isBefore(deadline)) {
      // Asked first: a job that was under way then is among the unfinished after its end.
      boolean more = submitter.mayBeSubmitting() || underWay.get() > 0;
      List<String> wave = takeNewest();
      if (wave.isEmpty() && !more) {
        break;
      }
      sent += wave.size();
      Duration left = Duration.between(time.now(), deadline);
      Duration pause = wave.isEmpty() ? LOOK_AGAIN : WAVE_TIME;
      await(terminate(wave), left.compareTo(pause) < 0 ? left : pause);
    }
    return sent;
  }

  private List<String> takeNewest() {
    synchronized (unfinished) {
      List<String> all = new ArrayList<>(unfinished);
      List<String> newest =
          new ArrayList<>(all.subList(Math.max(0, all.size() - WAVE), all.size()));
      newest.forEach(unfinished::remove);
      Collections.reverse(newest);
      return newest;
    }
  }

  /** Done when all calls are; never if there are none. */
  private CompletableFuture<Void> terminate(List<String> jobIds) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    AtomicInteger open = new AtomicInteger(jobIds.size());
    underWay.addAndGet(jobIds.size());
    for (String jobId : jobIds) {
      Future<?> unused =
          stops
              .terminate(jobId, reason)
              .whenComplete(
                  (answer, failure) -> {
                    if (failure != null) {
                      failed.incrementAndGet();
                      log.warn("a job was not stopped [job={}]", jobId, failure);
                    }
                    underWay.decrementAndGet();
                    if (open.decrementAndGet() == 0) {
                      done.complete(null);
                    }
                  });
    }
    return done;
  }

  private void await(CompletableFuture<Void> done, Duration atMost)
      throws InterruptedException, ExecutionException {
    Future<?> deadline =
        time.executor().schedule(() -> done.complete(null), atMost.toNanos(), TimeUnit.NANOSECONDS);
    try {
      Void unused = time.await(done);
    } finally {
      deadline.cancel(false);
    }
  }

  /** Jobs go on from now on, whatever becomes of the JVM. */
  @Override
  public void close() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM shuts down already", e);
    }
  }
}
