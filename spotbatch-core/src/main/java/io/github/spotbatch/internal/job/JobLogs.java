package io.github.spotbatch.internal.job;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.AttemptContainerDetail;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.ContainerDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.LogConfiguration;
import software.amazon.awssdk.services.batch.model.LogDriver;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Reads what a job's containers wrote to CloudWatch Logs. */
final class JobLogs {

  /** Where AWS Batch writes unless the job definition says otherwise. */
  private static final String DEFAULT_GROUP = "/aws/batch/job";

  private final AwsClients clients;
  private final AwsCalls calls;

  JobLogs(AwsClients clients, AwsCalls calls) {
    this.clients = clients;
    this.calls = calls;
  }

  List<LogLine> of(JobDetail job) {
    String group = group(job);
    List<LogLine> lines = new ArrayList<>();
    List<Optional<String>> streams = streams(job);
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).isPresent()) {
        read(group, streams.get(i).get(), i + 1, lines);
      }
    }
    return List.copyOf(lines);
  }

  static String group(JobDetail job) {
    LogConfiguration configuration =
        job.container() == null ? null : job.container().logConfiguration();
    if (configuration == null || configuration.logDriver() == null) {
      return DEFAULT_GROUP;
    }
    if (configuration.logDriver() != LogDriver.AWSLOGS) {
      throw new SpotBatchException(
          "The containers of job %s log by %s: only logs in CloudWatch Logs can be read, which is the"
                  .formatted(job.jobId(), configuration.logDriverAsString())
              + " log driver awslogs.");
    }
    return configuration.options().getOrDefault("awslogs-group", DEFAULT_GROUP);
  }

  /** The stream of each attempt in order; that of a running attempt is not among the attempts. */
  static List<Optional<String>> streams(JobDetail job) {
    List<Optional<String>> streams = new ArrayList<>();
    for (AttemptDetail attempt : job.attempts()) {
      AttemptContainerDetail container = attempt.container();
      streams.add(Optional.ofNullable(container == null ? null : container.logStreamName()));
    }
    ContainerDetail latest = job.container();
    Optional<String> latestStream =
        Optional.ofNullable(latest == null ? null : latest.logStreamName());
    if (latestStream.isPresent() && !streams.contains(latestStream)) {
      streams.add(latestStream);
    }
    return streams;
  }

  private void read(String group, String stream, int attempt, List<LogLine> lines) {
    String token = null;
    Page page;
    do {
      page = page(group, stream, attempt, token);
      lines.addAll(page.lines);
      // CloudWatch Logs says that a stream has no more by giving the same token again; pages before
      // the end may be empty.
      boolean end = Objects.equals(page.token, token);
      token = end ? null : page.token;
    } while (token != null);
  }

  private Page page(String group, String stream, int attempt, @Nullable String token) {
    GetLogEventsRequest request =
        GetLogEventsRequest.builder()
            .logGroupName(group)
            .logStreamName(stream)
            .startFromHead(true)
            .nextToken(token)
            .build();
    try {
      GetLogEventsResponse response = calls.call(request, clients.logs()::getLogEvents);
      List<LogLine> lines =
          response.events().stream()
              .map(e -> new LogLine(attempt, Instant.ofEpochMilli(e.timestamp()), e.message()))
              .toList();
      return new Page(lines, response.nextForwardToken());
    } catch (ResourceNotFoundException e) {
      return new Page(List.of(), null);
    }
  }

  private record Page(List<LogLine> lines, @Nullable String token) {}
}
