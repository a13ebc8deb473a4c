package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobListener;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.job.LogTail;
import io.github.spotbatch.time.TimeKeeper;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** All about jobs, for the entry point. Thread-safe. */
public final class JobService implements AutoCloseable {

  private final JobTracker tracker;
  private final Listings listings;
  private final Submitting submitting;
  private final JobControl control;
  private final JobAccess access;
  private final JobListing listing;

  /**
   * Creates the service.
   *
   * @param callbackExecutor where the futures given to users are completed
   * @param random makes the keys of submissions
   */
  public JobService(
      AwsClients clients,
      AwsCalls calls,
      TimeKeeper time,
      Executor callbackExecutor,
      RandomGenerator random,
      PollIntervals intervals,
      SubmitLimits limits) {
    this.tracker = new JobTracker(clients, calls, time, intervals);
    this.listings = new Listings(clients, calls, time);
    this.submitting =
        Submitting.of(clients, calls, time, listings, callbackExecutor, random, limits);
    this.control = new JobControl(clients, calls, time, submitting);
    this.access = new JobAccess(clients, calls, time, callbackExecutor, tracker, control);
    this.listing = new JobListing(clients, calls, access);
  }

  /**
   * A queue that jobs can be submitted to; makes no AWS call.
   *
   * @param nameOrArn the queue on AWS
   * @param definitions from what a request calls its job definition to what AWS calls it
   */
  public JobQueue queue(String nameOrArn, UnaryOperator<String> definitions) {
    return new BatchJobQueue(new JobNaming(nameOrArn, definitions), access);
  }

  /** A job that was submitted before; makes no AWS call. */
  public JobHandle job(String jobId) {
    return BatchJobHandle.found(jobId, access);
  }

  /** Tells a listener of jobs until all of them have ended; a job given twice counts once. */
  public Following follow(Collection<? extends JobHandle> jobs, JobListener listener) {
    Map<String, Optional<JobResult>> ends = new LinkedHashMap<>();
    for (JobHandle job : jobs) {
      ends.put(job.id(), BatchJobHandle.knownEnd(job));
    }
    return access.follow(ends, listener);
  }

  /**
   * Takes an event of EventBridge.
   *
   * @return whether it tells of a job that somebody waits for or follows
   * @throws IllegalArgumentException if it is no event of a job's state
   */
  public boolean offerEvent(String json) {
    return tracker.offer(JobEvents.read(json));
  }

  /** The jobs of queues in some states, those that are not finished first. */
  public List<JobHandle> jobs(Collection<String> queues, Set<JobState> states) {
    return listing.jobs(queues, states);
  }

  /**
   * Refuses what cannot be the reason to stop a job.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public static void requireStopReason(String reason) {
    JobStops.requireReason(reason);
  }

  /** From now on jobs that are submitted here end with the JVM, unless this is closed before. */
  public void stopOnShutdown(String reason) {
    ShutdownStops unused = shutdownStops(reason);
  }

  JobControl control() {
    return control;
  }

  ShutdownStops shutdownStops(String reason) {
    return control.stopOnShutdown(tracker, reason);
  }

  /** Passes on what jobs write; a job given twice counts once. */
  public LogTail tail(
      Collection<? extends JobHandle> jobs, BiConsumer<? super JobHandle, ? super LogLine> lines) {
    return access.tail(jobs, lines);
  }

  /** Ends all waits. */
  @Override
  public void close() {
    submitting.close();
    listings.close();
    control.close();
    tracker.close();
  }
}
