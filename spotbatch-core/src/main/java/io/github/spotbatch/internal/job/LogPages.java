package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Reads pages of log streams within one rate. Thread-safe. */
final class LogPages {

  private final AwsClients clients;
  private final RepeatableCalls calls;

  LogPages(AwsClients clients, RepeatableCalls calls) {
    this.clients = clients;
    this.calls = calls;
  }

  RepeatableCalls calls() {
    return calls;
  }

  /**
   * A page of a stream.
   *
   * @param token where it begins; the stream's head if null
   */
  CompletableFuture<Page> read(String group, String stream, int attempt, @Nullable String token) {
    GetLogEventsRequest request =
        GetLogEventsRequest.builder()
            .logGroupName(group)
            .logStreamName(stream)
            .startFromHead(true)
            .nextToken(token)
            .build();
    return calls
        .call(request, r -> clients.logs().getLogEvents(r))
        .thenApply(answer -> page(answer, attempt))
        .exceptionallyCompose(
            failure ->
                AwsFailures.unwrap(failure) instanceof ResourceNotFoundException
                    ? CompletableFuture.completedFuture(new Page(List.of(), token))
                    : CompletableFuture.failedFuture(failure));
  }

  private static Page page(GetLogEventsResponse answer, int attempt) {
    return new Page(
        answer.events().stream()
            .map(e -> new LogLine(attempt, Instant.ofEpochMilli(e.timestamp()), e.message()))
            .toList(),
        answer.nextForwardToken());
  }

  /**
   * Lines, and where the next page begins.
   *
   * @param token the same as that of the page itself if there is nothing more yet
   */
  record Page(List<LogLine> lines, @Nullable String token) {}
}
