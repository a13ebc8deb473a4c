package io.github.spotbatch.internal.job;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * Sends each job once, at a rate that AWS takes, unless its image cannot run on the queue's
 * instances. Where AWS's answer does not tell whether it took the job, the queue is listed for the
 * job's unique name before anything is sent again.
 */
final class JobSubmitter implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JobSubmitter.class);

  private static final int SENDS = 3;

  /** AWS refused the call for now, so nothing was submitted: about a minute of patience. */
  private static final RetryPolicy<String> THROTTLING =
      RetryPolicy.<String>builder()
          .handleIf(AwsFailures::refusedForNow)
          .withBackoff(Duration.ofMillis(500), Duration.ofSeconds(16))
          .withMaxAttempts(8)
          .build();

  /** Many jobs that nobody waits for one by one: about an hour of it. */
  private static final RetryPolicy<String> THROTTLING_OF_MANY =
      RetryPolicy.<String>builder(THROTTLING.getConfig()).withMaxAttempts(230).build();

  /** The network may be gone for a minute. */
  private static final RetryPolicy<String> NOT_SENT =
      RetryPolicy.<String>builder()
          .handleIf(AwsFailures::notSent)
          .withBackoff(Duration.ofMillis(500), Duration.ofSeconds(16))
          .withMaxAttempts(8)
          .build();

  private final AwsClients clients;
  private final AwsCalls calls;
  private final TimeKeeper time;
  private final ArchitectureCheck architecture;
  private final PacedCalls paced;
  private final Lookup lookup;
  private final Set<Submission> open = ConcurrentHashMap.newKeySet();
  private volatile Consumer<String> onJob = jobId -> {};
  private volatile boolean refusing;

  JobSubmitter(
      AwsClients clients, AwsCalls calls, TimeKeeper time, Listings listings, SubmitLimits limits) {
    this.clients = clients;
    this.calls = calls;
    this.time = time;
    this.architecture = new ArchitectureCheck(new ArchitectureReads(clients, calls), time);
    this.paced = new PacedCalls(time, AdaptiveRate.startingAt(limits.callsPerSecond()));
    this.lookup = new Lookup(listings, time, limits.staleReadBound());
  }

  /** Tells somebody of each job before anybody else knows its id. */
  void tellOfJobs(Consumer<String> onJob) {
    this.onJob = onJob;
  }

  /** Sends nothing any more; calls that are under way are answered. */
  void refuse() {
    refusing = true;
  }

  /** Whether what was sent may still turn out to be a job that nobody was told of. */
  boolean mayBeSubmitting() {
    return open.stream().anyMatch(Submission::mayBeTaken);
  }

  /** Submits a job whose name nothing else has, and waits on the caller's thread for its id. */
  String submitAndWait(SubmitJobRequest request) {
    calls.requireOpen();
    CompletableFuture<String> id = submit(Submission.single(request));
    try {
      return time.await(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SubmissionFailures.interrupted(request, "the calling thread was interrupted", e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(e);
    }
  }

  /** Ends once it is remembered whether the queue suits such jobs: from then on order is kept. */
  CompletableFuture<Boolean> readied(SubmitJobRequest request) {
    return architecture.check(request).handle((fits, failure) -> true);
  }

  /** Submits a job whose name nothing else has; the future has its id. */
  CompletableFuture<String> submit(SubmitJobRequest request) {
    return submit(Submission.single(request));
  }

  /** Submits a job whose name nothing else has. */
  CompletableFuture<String> submit(Submission submission) {
    open.add(submission);
    Future<?> unused =
        architecture
            .check(submission.request)
            .thenCompose(fits -> send(submission))
            .whenComplete((id, failure) -> end(submission, id, failure));
    return submission.id;
  }

  private void end(Submission submission, @Nullable String id, @Nullable Throwable failure) {
    if (id != null) {
      onJob.accept(id);
    }
    open.remove(submission);
    submission.answered.complete(true);
    if (failure == null) {
      submission.id.complete(id);
    } else {
      submission.id.completeExceptionally(AwsFailures.unwrap(failure));
    }
  }

  /** Ends the waits for submissions under way. */
  @Override
  public void close() {
    for (Submission submission : open) {
      submission.id.completeExceptionally(
          SubmissionFailures.interrupted(submission.request, "spotbatch was closed", null));
    }
    paced.close();
  }

  private CompletableFuture<String> send(Submission submission) {
    FailsafeExecutor<String> patience =
        submission.ofMany ? Failsafe.with(NOT_SENT, THROTTLING_OF_MANY) : Failsafe.with(THROTTLING);
    return patience
        .with(time.executor())
        .getStageAsync(() -> paced.call(() -> call(submission)))
        .exceptionallyCompose(failure -> onFailure(submission, AwsFailures.unwrap(failure)));
  }

  private String call(Submission submission) {
    submission.sending(time.now());
    // Asked once the submission counts as sent, so that who refuses sees it or it sees that.
    if (refusing) {
      submission.notTaken();
      throw SubmissionFailures.shuttingDown(submission.request, submission.unclearSends > 0);
    }
    try {
      return calls.call(submission.request, clients.batch()::submitJob).jobId();
    } catch (RuntimeException | Error e) {
      if (!AwsFailures.unclear(e)) {
        submission.notTaken();
      }
      throw e;
    }
  }

  private CompletableFuture<String> onFailure(Submission submission, Throwable failure) {
    SubmitJobRequest request = submission.request;
    if (failure instanceof JobSubmissionException) {
      return CompletableFuture.failedFuture(failure);
    }
    if (!AwsFailures.unclear(failure)) {
      return CompletableFuture.failedFuture(
          SubmissionFailures.refused(request, failure, submission.unclearSends > 0));
    }
    log.warn(
        "no clear answer to SubmitJob, looking for the job [name={}] [failure={}]",
        request.jobName(),
        failure.toString());
    submission.unclearSends++;
    submission.answered.complete(true);
    return lookup
        .find(request, submission.neighbours, time.now())
        .exceptionallyCompose(
            lookupFailure ->
                CompletableFuture.failedFuture(
                    SubmissionFailures.unknown(
                        request, failure, AwsFailures.unwrap(lookupFailure))))
        .thenCompose(found -> onLookup(submission, failure, found));
  }

  private CompletableFuture<String> onLookup(
      Submission submission, Throwable failure, Optional<String> found) {
    if (found.isPresent()) {
      return CompletableFuture.completedFuture(found.get());
    }
    return submission.unclearSends < SENDS
        ? send(submission)
        : CompletableFuture.failedFuture(
            SubmissionFailures.notListed(submission.request, failure, SENDS));
  }
}
