package io.github.spotbatch.internal.provision;

import io.github.spotbatch.AffectedJob;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.exception.WaitTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Lets the jobs of an environment end before it goes. It takes no new ones meanwhile, and after
 * some time those that are left are not waited for any longer.
 */
final class EnvironmentDrain {

  private final Session session;
  private final RunningJobs jobs;

  EnvironmentDrain(Session session, Ownership ownership) {
    this.session = session;
    this.jobs = new RunningJobs(session, ownership);
  }

  CompletableFuture<Void> run(AwsResource environment, Duration atMost) {
    return atMost.isZero()
        ? CompletableFuture.completedFuture(null)
        : EnvironmentRemoval.of(session, environment)
            .disable()
            .thenCompose(disabled -> drained(environment, atMost));
  }

  private CompletableFuture<Void> drained(AwsResource environment, Duration atMost) {
    return session
        .waiter()
        .until(
            Waits.ENVIRONMENT_DRAINED.within(atMost),
            environment.toString(),
            () -> running(environment),
            List::isEmpty,
            EnvironmentDrain::text)
        .thenAccept(none -> {})
        .exceptionallyCompose(EnvironmentDrain::enough);
  }

  private List<AffectedJob> running(AwsResource environment) {
    String name = environment.awsName();
    List<AffectedJob> running = jobs.read(List.of(name)).getOrDefault(name, List.of());
    if (!running.isEmpty()) {
      session.waiting(environment, text(running));
    }
    return running;
  }

  private static String text(List<AffectedJob> running) {
    return "%d %s on it, such as %s"
        .formatted(running.size(), running.size() == 1 ? "job runs" : "jobs run", running.get(0));
  }

  /** That the time is over is as good as that the jobs are. */
  private static CompletableFuture<Void> enough(Throwable failure) {
    return AwsErrors.unwrap(failure) instanceof WaitTimeoutException
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(failure);
  }
}
