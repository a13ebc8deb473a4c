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
  private final UniqueNames names;
  private final JobControl control;
  private final JobAccess access;

  /**
   * Creates the service.
   *
   * @param callbackExecutor where the futures given to users are completed
   * @param random makes the unique ends of job names
   */
  public JobService(
      AwsClients clients,
      AwsCalls calls,
      TimeKeeper time,
      Executor callbackExecutor,
      RandomGenerator random,
      PollIntervals intervals) {
    this.tracker = new JobTracker(clients, calls, time, intervals);
    this.submitter = new JobSubmitter(clients, calls, time);
    this.names = new UniqueNames(random);
    this.control = new JobControl(clients, calls, time, submitter, names);
    this.access = new JobAccess(clients, calls, time, callbackExecutor, tracker, control);
  }

  /**
   * A queue that jobs can be submitted to; makes no AWS call.
   *
   * @param nameOrArn the queue on AWS
   * @param definitions from what a request calls its job definition to what AWS calls it
   */
  public JobQueue queue(String nameOrArn, UnaryOperator<String> definitions) {
    return new BatchJobQueue(nameOrArn, definitions, names, submitter, access);
  }

  /** A job that was submitted before; makes no AWS call. */
  public JobHandle job(String jobId) {
    return BatchJobHandle.found(jobId, access);
  }

  /** Ends all waits. */
  @Override
  public void close() {
    submitter.close();
    control.close();
    tracker.close();
  }
}
