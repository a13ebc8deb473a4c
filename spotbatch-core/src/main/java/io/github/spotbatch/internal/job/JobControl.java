package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.StopReport;
import io.github.spotbatch.time.TimeKeeper;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What handles and queues do to jobs beyond looking at them, on the caller's thread. */
final class JobControl implements AutoCloseable {

  /** AWS publishes no limit for these calls. */
  private static final int CALLS_PER_SECOND = 10;

  /** Jobs that can be submitted at such a rate should not take longer to be stopped. */
  private static final int STOPS_PER_SECOND = 50;

  /** CloudWatch Logs allows 25 a second of all that read in the account, and once allowed 10. */
  private static final int LOG_CALLS_PER_SECOND = 10;

  private final AwsClients clients;
  private final TimeKeeper time;
  private final AwsCalls calls;
  private final RepeatableCalls repeatable;
  private final RepeatableCalls endings;
  private final LogPages logPages;
  private final JobStops stops;
  private final QueueStops queueStops;
  private final Submitting submitting;
  private volatile @Nullable ShutdownStops shutdownStops;

  JobControl(AwsClients clients, AwsCalls calls, TimeKeeper time, Submitting submitting) {
    this.clients = clients;
    this.time = time;
    this.calls = calls;
    this.repeatable = new RepeatableCalls(calls, time, AdaptiveRate.startingAt(CALLS_PER_SECOND));
    this.logPages =
        new LogPages(
            clients,
            new RepeatableCalls(calls, time, AdaptiveRate.startingAt(LOG_CALLS_PER_SECOND)));
    this.endings = new RepeatableCalls(calls, time, AdaptiveRate.startingAt(STOPS_PER_SECOND));
    this.stops = new JobStops(clients, repeatable, endings);
    this.queueStops = new QueueStops(clients, repeatable, stops);
    this.submitting = submitting;
  }

  JobStops stops() {
    return stops;
  }

  LogPages logPages() {
    return logPages;
  }

  RepeatableCalls repeatable() {
    return repeatable;
  }

  Submitting submitting() {
    return submitting;
  }

  /** From now on jobs that are submitted here end with the JVM. */
  ShutdownStops stopOnShutdown(JobTracker tracker, String reason) {
    RepeatableCalls hasty =
        new RepeatableCalls(calls, time, AdaptiveRate.startingAt(STOPS_PER_SECOND));
    ShutdownStops made =
        new ShutdownStops(
            new JobStops(clients, hasty, hasty), submitting.submitter(), time, reason);
    submitting.submitter().tellOfJobs(made::submitted);
    tracker.tellOfEnds(made::ended);
    made.register();
    shutdownStops = made;
    return made;
  }

  void submitted(String jobId) {
    ShutdownStops wanted = shutdownStops;
    if (wanted != null) {
      wanted.submitted(jobId);
    }
  }

  void ended(String jobId) {
    ShutdownStops wanted = shutdownStops;
    if (wanted != null) {
      wanted.ended(jobId);
    }
  }

  void stop(String jobId, String reason) {
    StopReport report = stop(List.of(jobId), reason);
    SpotBatchException failure = report.failures().get(jobId);
    if (failure != null) {
      throw failure;
    }
  }

  StopReport stop(Collection<String> jobIds, String reason) {
    return wait("stop jobs", stops.stop(jobIds, reason));
  }

  StopReport stopAll(String queue, String reason) {
    return wait("stop the jobs of queue " + queue, queueStops.stopAll(queue, reason));
  }

  /** Waits on the caller's thread. */
  <T> T wait(String what, CompletableFuture<T> work) {
    calls.requireOpen();
    try {
      return time.await(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotBatchException(
          "The calling thread was interrupted while it was to " + what + ", which goes on.", e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(AwsFailures.forUser("to " + what, e));
    }
  }

  @Override
  public void close() {
    ShutdownStops wanted = shutdownStops;
    if (wanted != null) {
      wanted.close();
    }
    repeatable.close();
    endings.close();
    logPages.calls().close();
  }
}
