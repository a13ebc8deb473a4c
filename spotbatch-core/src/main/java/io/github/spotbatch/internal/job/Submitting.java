package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.time.TimeKeeper;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What queues of an entry point share to submit jobs. */
record Submitting(SubmissionKeys keys, JobSubmitter submitter, BulkSubmitter bulk)
    implements AutoCloseable {

  static Submitting of(
      AwsClients clients,
      AwsCalls calls,
      TimeKeeper time,
      Listings listings,
      Executor callbackExecutor,
      RandomGenerator random,
      SubmitLimits limits) {
    JobSubmitter submitter = new JobSubmitter(clients, calls, time, listings, limits);
    BulkSubmitter bulk =
        new BulkSubmitter(
            calls, time, listings, submitter, callbackExecutor, limits.staleReadBound());
    return new Submitting(new SubmissionKeys(time, random), submitter, bulk);
  }

  /** Ends all waits. */
  @Override
  public void close() {
    bulk.close();
    submitter.close();
  }
}
