package io.github.spotbatch.internal.job;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * Sends a job once, unless its image cannot run on the queue's instances. Where AWS's answer does
 * not tell whether it took the job, the queue is listed for the job's unique name before anything
 * is sent again.
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

  private static final int LOOKUPS = 4;

  /** Listings are eventually consistent: looks at once and 1, 4 and 10 seconds later. */
  private static final RetryPolicy<Optional<String>> LOOKUP =
      RetryPolicy.<Optional<String>>builder()
          .handleIf(AwsFailures::passing)
          .handleResultIf(found -> found != null && found.isEmpty())
          .withDelayFn(context -> lookupDelay(context.getAttemptCount()))
          .withMaxAttempts(LOOKUPS)
          .build();

  private final AwsClients clients;
  private final AwsCalls calls;
  private final TimeKeeper time;
  private final ArchitectureCheck architecture;
  private final Set<Submission> open = ConcurrentHashMap.newKeySet();

  JobSubmitter(AwsClients clients, AwsCalls calls, TimeKeeper time) {
    this.clients = clients;
    this.calls = calls;
    this.time = time;
    this.architecture = new ArchitectureCheck(new ArchitectureReads(clients, calls), time);
  }

  /** Submits a job whose name nothing else has, and waits on the caller's thread for its id. */
  String submitAndWait(SubmitJobRequest request) {
    calls.requireOpen();
    CompletableFuture<String> id = submit(request);
    try {
      return time.await(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SubmissionFailures.interrupted(request, "the calling thread was interrupted", e);
    } catch (ExecutionException e) {
      throw AwsFailures.rethrow(e);
    }
  }

  /** Submits a job whose name nothing else has; the future has its id. */
  CompletableFuture<String> submit(SubmitJobRequest request) {
    Submission submission = new Submission(request, new CompletableFuture<>());
    open.add(submission);
    Future<?> unused =
        architecture
            .check(request)
            .thenCompose(fits -> send(request, SENDS))
            .whenComplete(
                (id, failure) -> {
                  open.remove(submission);
                  if (failure == null) {
                    submission.id.complete(id);
                  } else {
                    submission.id.completeExceptionally(AwsFailures.unwrap(failure));
                  }
                });
    return submission.id;
  }

  /** Ends the waits for submissions under way. */
  @Override
  public void close() {
    for (Submission submission : open) {
      submission.id.completeExceptionally(
          SubmissionFailures.interrupted(submission.request, "spotbatch was closed", null));
    }
  }

  private record Submission(SubmitJobRequest request, CompletableFuture<String> id) {}

  private CompletableFuture<String> send(SubmitJobRequest request, int sendsLeft) {
    return Failsafe.with(THROTTLING)
        .with(time.executor())
        .getAsync(() -> calls.call(request, clients.batch()::submitJob).jobId())
        .exceptionallyCompose(
            failure -> onFailure(request, sendsLeft, AwsFailures.unwrap(failure)));
  }

  private CompletableFuture<String> onFailure(
      SubmitJobRequest request, int sendsLeft, Throwable failure) {
    if (!AwsFailures.unclear(failure)) {
      boolean sentBefore = sendsLeft < SENDS;
      return CompletableFuture.failedFuture(
          SubmissionFailures.refused(request, failure, sentBefore));
    }
    log.warn(
        "no clear answer to SubmitJob, looking for the job [name={}] [failure={}]",
        request.jobName(),
        failure.toString());
    return lookUp(request)
        .exceptionallyCompose(
            lookupFailure ->
                CompletableFuture.failedFuture(
                    SubmissionFailures.unknown(
                        request, failure, AwsFailures.unwrap(lookupFailure))))
        .thenCompose(found -> onLookup(request, sendsLeft, failure, found));
  }

  private CompletableFuture<String> onLookup(
      SubmitJobRequest request, int sendsLeft, Throwable failure, Optional<String> found) {
    if (found.isPresent()) {
      return CompletableFuture.completedFuture(found.get());
    }
    return sendsLeft > 1
        ? send(request, sendsLeft - 1)
        : CompletableFuture.failedFuture(SubmissionFailures.notListed(request, failure, SENDS));
  }

  private CompletableFuture<Optional<String>> lookUp(SubmitJobRequest request) {
    ListJobsRequest byName =
        ListJobsRequest.builder()
            .jobQueue(request.jobQueue())
            .filters(KeyValuesPair.builder().name("JOB_NAME").values(request.jobName()).build())
            .build();
    return Failsafe.with(LOOKUP).with(time.executor()).getAsync(() -> find(byName, request));
  }

  private static Duration lookupDelay(int looks) {
    return switch (looks) {
      case 1 -> Duration.ofSeconds(1);
      case 2 -> Duration.ofSeconds(3);
      default -> Duration.ofSeconds(6);
    };
  }

  private Optional<String> find(ListJobsRequest byName, SubmitJobRequest request) {
    return calls
        .pages(
            byName,
            clients.batch()::listJobs,
            (page, answer) ->
                answer.nextToken() == null
                    ? null
                    : page.toBuilder().nextToken(answer.nextToken()).build())
        .stream()
        .flatMap(page -> page.jobSummaryList().stream())
        .filter(job -> request.jobName().equals(job.jobName()))
        .map(JobSummary::jobId)
        .findFirst();
  }
}
