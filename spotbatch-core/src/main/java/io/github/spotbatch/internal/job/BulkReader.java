package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.spec.JobRequest;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes requests from the user's stream as long as there is room, by one task at a time. */
final class BulkReader {

  private final Stream<JobRequest> stream;
  private final Executor callbackExecutor;
  private final BulkFlow flow;
  private final BulkSender sender;
  private @Nullable Iterator<JobRequest> requests;
  private int taken;

  BulkReader(
      Stream<JobRequest> stream, Executor callbackExecutor, BulkFlow flow, BulkSender sender) {
    this.stream = stream;
    this.callbackExecutor = callbackExecutor;
    this.flow = flow;
    this.sender = sender;
  }

  void readIfThereIsRoom() {
    if (flow.beginReading()) {
      onCallbackExecutor(this::read);
    }
  }

  private void onCallbackExecutor(Runnable work) {
    try {
      callbackExecutor.execute(work);
    } catch (RejectedExecutionException e) {
      flow.close(new SpotBatchException("The callback executor takes no more tasks.", e));
    }
  }

  /** Takes requests until there is no room, or until one has to wait. */
  private void read() {
    try {
      Iterator<JobRequest> next = requests == null ? stream.iterator() : requests;
      requests = next;
      while (flow.readOn()) {
        if (flow.endedEarly() != null || !next.hasNext()) {
          end(null);
          return;
        }
        JobRequest request = next.next();
        if (!flow.take()) {
          end(null);
          return;
        }
        if (!take(request)) {
          return;
        }
      }
    } catch (RuntimeException | Error e) {
      end(
          new SpotBatchException(
              "The stream of requests failed after %d of them: %s".formatted(taken, e), e));
    }
  }

  /** Whether the next request can be taken at once. */
  private boolean take(JobRequest request) {
    if (taken == JobNames.MOST) {
      throw new SpotBatchException(
          "a submission has at most %d requests: use one key for each part"
              .formatted(JobNames.MOST));
    }
    CompletableFuture<Runnable> prepared = sender.prepare(request);
    taken++;
    if (prepared.isDone()) {
      prepared.join().run();
      flow.prepared();
      return true;
    }
    Future<?> unused =
        prepared.thenAccept(
            work ->
                onCallbackExecutor(
                    () -> {
                      work.run();
                      flow.prepared();
                      read();
                    }));
    return false;
  }

  private void end(@Nullable SpotBatchException failure) {
    try {
      stream.close();
    } catch (RuntimeException e) {
      if (failure == null) {
        flow.endEarly(
            new SpotBatchException("The stream of requests could not be closed: " + e, e));
      } else {
        failure.addSuppressed(e);
      }
    }
    flow.endStream(failure);
  }
}
