package io.github.spotbatch.internal.job;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;

/** Lists jobs of a queue by name or time, at a rate of its own. Thread-safe. */
final class Listings implements AutoCloseable {

  /** AWS publishes no rate for ListJobs. */
  private static final double PER_SECOND = 10;

  private static final RetryPolicy<Object> PASSING =
      RetryPolicy.builder()
          .handleIf(AwsFailures::passing)
          .withBackoff(Duration.ofMillis(500), Duration.ofSeconds(16))
          .withMaxAttempts(12)
          .build();

  private final AwsClients clients;
  private final AwsCalls calls;
  private final TimeKeeper time;
  private final PacedCalls paced;

  /** First pages that wait for their turn, so that all who want one share it. Guarded by itself. */
  private final Map<ListJobsRequest, CompletableFuture<Listed>> waiting = new HashMap<>();

  Listings(AwsClients clients, AwsCalls calls, TimeKeeper time) {
    this.clients = clients;
    this.calls = calls;
    this.time = time;
    this.paced = new PacedCalls(time, AdaptiveRate.startingAt(PER_SECOND));
  }

  /**
   * What AWS listed.
   *
   * @param askedAt when the first of the calls began
   * @param whole whether there is no further page
   */
  record Listed(Instant askedAt, List<JobSummary> jobs, boolean whole) {}

  /** The first page of jobs of a name; a star at its end stands for any text. */
  CompletableFuture<Listed> firstPage(String queue, String name) {
    ListJobsRequest request = request(queue, "JOB_NAME", name);
    CompletableFuture<Listed> page;
    synchronized (waiting) {
      CompletableFuture<Listed> asked = waiting.get(request);
      if (asked != null) {
        return asked;
      }
      page = new CompletableFuture<>();
      waiting.put(request, page);
    }
    Future<?> unused =
        paced
            .call(
                () -> {
                  forget(request, page);
                  return list(request);
                })
            .whenComplete(
                (answer, failure) -> {
                  forget(request, page);
                  if (failure == null) {
                    page.complete(answer.listed());
                  } else {
                    page.completeExceptionally(failure);
                  }
                });
    return page;
  }

  private void forget(ListJobsRequest request, CompletableFuture<Listed> page) {
    synchronized (waiting) {
      waiting.remove(request, page);
    }
  }

  /** The first page of jobs whose names begin so, tried again while AWS fails to answer. */
  CompletableFuture<Listed> someBeginningWith(String queue, String prefix) {
    return page(request(queue, "JOB_NAME", prefix + "*")).thenApply(Answer::listed);
  }

  /** All jobs whose names begin so, tried again while AWS fails to answer. */
  CompletableFuture<Listed> beginningWith(String queue, String prefix) {
    return all(request(queue, "JOB_NAME", prefix + "*"));
  }

  /** All jobs since a time, tried again while AWS fails to answer. */
  CompletableFuture<Listed> createdAfter(String queue, Instant after) {
    return all(request(queue, "AFTER_CREATED_AT", String.valueOf(after.toEpochMilli())));
  }

  private CompletableFuture<Listed> all(ListJobsRequest first) {
    List<JobSummary> jobs = new ArrayList<>();
    return page(first)
        .thenCompose(answer -> rest(first, answer, jobs).thenApply(end -> answer.asked))
        .thenApply(asked -> new Listed(asked, jobs, true));
  }

  private CompletableFuture<Answer> rest(
      ListJobsRequest first, Answer answer, List<JobSummary> jobs) {
    jobs.addAll(answer.response.jobSummaryList());
    String token = answer.response.nextToken();
    return token == null
        ? CompletableFuture.completedFuture(answer)
        : page(first.toBuilder().nextToken(token).build())
            .thenCompose(next -> rest(first, next, jobs));
  }

  private CompletableFuture<Answer> page(ListJobsRequest request) {
    return Failsafe.with(PASSING)
        .with(time.executor())
        .getStageAsync(() -> paced.call(() -> list(request)));
  }

  private record Answer(Instant asked, ListJobsResponse response) {

    Listed listed() {
      return new Listed(asked, response.jobSummaryList(), response.nextToken() == null);
    }
  }

  private Answer list(ListJobsRequest request) {
    Instant asked = time.now();
    return new Answer(asked, calls.callOnce(request, clients.batch()::listJobs));
  }

  private static ListJobsRequest request(String queue, String filter, String value) {
    return ListJobsRequest.builder()
        .jobQueue(queue)
        .filters(KeyValuesPair.builder().name(filter).values(value).build())
        .build();
  }

  @Override
  public void close() {
    paced.close();
  }
}
