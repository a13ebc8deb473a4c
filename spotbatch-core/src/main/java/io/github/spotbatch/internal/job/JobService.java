package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.time.TimeKeeper;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** All about jobs, for the entry point. Thread-safe. */
public final class JobService implements AutoCloseable {

  private final JobTracker tracker;
  private final JobSubmitter submitter;
  private final Listings listings;
  private final BulkStop stop;
  private final BulkSubmitter bulk;
  private final SubmissionKeys keys;
  private final JobAccess access;

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
    this.submitter = new JobSubmitter(clients, calls, time, listings, limits);
    this.keys = new SubmissionKeys(time, random);
    this.access = new JobAccess(clients, calls, time, callbackExecutor, tracker);
    this.stop = new BulkStop(clients, calls, time);
    BulkTools tools = new BulkTools(submitter, access, new BulkWaits(time), stop, callbackExecutor);
    this.bulk = new BulkSubmitter(calls, time, listings, tools, limits.staleReadBound());
  }

  /**
   * A queue that jobs can be submitted to; makes no AWS call.
   *
   * @param nameOrArn the queue on AWS
   * @param definitions from what a request calls its job definition to what AWS calls it
   */
  public JobQueue queue(String nameOrArn, UnaryOperator<String> definitions) {
    return new BatchJobQueue(new JobNaming(nameOrArn, definitions), keys, submitter, bulk, access);
  }

  /** A job that was submitted before; makes no AWS call. */
  public JobHandle job(String jobId) {
    return BatchJobHandle.found(jobId, access);
  }

  /** Ends all waits. */
  @Override
  public void close() {
    bulk.close();
    submitter.close();
    listings.close();
    stop.close();
    tracker.close();
  }
}
