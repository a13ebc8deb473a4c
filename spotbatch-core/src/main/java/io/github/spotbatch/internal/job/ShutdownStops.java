package io.github.spotbatch.internal.job;

import io.github.spotbatch.job.StopReport;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the jobs that were submitted here and have not ended when the JVM shuts down. */
final class ShutdownStops implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ShutdownStops.class);

  /** Who shuts a JVM down waits for it, or kills it. */
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private final JobStops stops;
  private final TimeKeeper time;
  private final String reason;
  private final Thread hook = new Thread(this::stop, "spotbatch-shutdown");

  /** In the order of submission; guarded by itself. */
  private final Set<String> unfinished = new LinkedHashSet<>();

  ShutdownStops(JobStops stops, TimeKeeper time, String reason) {
    JobStops.requireReason(reason);
    this.stops = stops;
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

  private void stop() {
    List<String> newestFirst;
    synchronized (unfinished) {
      newestFirst = new ArrayList<>(unfinished);
    }
    if (newestFirst.isEmpty()) {
      return;
    }
    Collections.reverse(newestFirst);
    CompletableFuture<Optional<StopReport>> first = new CompletableFuture<>();
    Future<?> unused =
        stops
            .terminateUnfinished(newestFirst, reason)
            .whenComplete(
                (report, failure) -> {
                  if (failure == null) {
                    first.complete(Optional.of(report));
                  } else {
                    first.completeExceptionally(failure);
                  }
                });
    Future<?> deadline =
        time.executor()
            .schedule(
                () -> first.complete(Optional.empty()), AT_MOST.toNanos(), TimeUnit.NANOSECONDS);
    try {
      String done = time.await(first).map(StopReport::toString).orElse("not all in " + AT_MOST);
      log.warn("stopped jobs since the JVM shuts down [jobs={}] [{}]", newestFirst.size(), done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      log.warn("could not stop jobs though the JVM shuts down", e.getCause());
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
