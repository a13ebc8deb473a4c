package io.github.spotbatch.internal.job;

import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import java.util.Random;
import java.util.concurrent.Executor;

/** The job service on a clock that jumps and on a stub of AWS Batch. */
final class JobFixture {

  final TestClock clock = new TestClock();
  final StubBatch batch = new StubBatch(clock);
  final JobService service = service(clock.executor());

  JobService service(Executor callbackExecutor) {
    return service(callbackExecutor, PollIntervals.DEFAULT);
  }

  JobService service(Executor callbackExecutor, PollIntervals intervals) {
    return new JobService(
        AwsClients.builder().client("batch", batch).build(),
        new AwsCalls(RequestCustomizer.none()),
        clock,
        callbackExecutor,
        new Random(7),
        intervals,
        SubmitLimits.DEFAULT);
  }
}
