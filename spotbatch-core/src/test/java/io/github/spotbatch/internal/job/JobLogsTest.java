package io.github.spotbatch.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.job.LogLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.LogConfiguration;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

class JobLogsTest {

  private final StubLogs stub = new StubLogs();
  private final JobLogs logs =
      new JobLogs(
          AwsClients.builder().client("cloudwatchlogs", stub).build(),
          new AwsCalls(RequestCustomizer.none()));

  @Test
  void of_twoAttemptsAndARunningOne_hasAllLinesInOrder() {
    stub.stream("/aws/batch/job", "s1", List.of("a", "b"));
    stub.stream("/aws/batch/job", "s3", List.of("c"));

    List<LogLine> lines =
        logs.of(
            JobDetail.builder()
                .attempts(attempt("s1"), attempt(null))
                .container(c -> c.logStreamName("s3"))
                .build());

    assertThat(lines)
        .extracting(LogLine::attempt, LogLine::message)
        .containsExactly(tuple(1, "a"), tuple(1, "b"), tuple(3, "c"));
  }

  @Test
  void of_endedJob_readsTheLastStreamOnce() {
    stub.stream("/aws/batch/job", "s1", List.of("a"));

    List<LogLine> lines =
        logs.of(
            JobDetail.builder()
                .attempts(attempt("s1"))
                .container(c -> c.logStreamName("s1"))
                .build());

    assertThat(lines).extracting(LogLine::message).containsExactly("a");
  }

  @Test
  void of_pagesOfWhichOneIsEmpty_readsToTheRepeatedToken() {
    stub.stream("/aws/batch/job", "s1", List.of("a"), List.of(), List.of("b"));

    List<LogLine> lines = logs.of(JobDetail.builder().attempts(attempt("s1")).build());

    assertThat(lines).extracting(LogLine::message).containsExactly("a", "b");
    assertThat(stub.requests).hasSize(4).allMatch(GetLogEventsRequest::startFromHead);
  }

  @Test
  void of_streamNotThereYet_hasNoLines() {
    assertThat(logs.of(JobDetail.builder().attempts(attempt("gone")).build())).isEmpty();
  }

  @Test
  void of_jobNotStarted_makesNoCall() {
    assertThat(logs.of(JobDetail.builder().build())).isEmpty();
    assertThat(stub.requests).isEmpty();
  }

  @Test
  void of_groupOfItsOwn_isReadThere() {
    stub.stream("mine", "s1", List.of("a"));

    assertThat(logs.of(job("awslogs", Map.of("awslogs-group", "mine")))).hasSize(1);
  }

  @Test
  void of_awslogsWithoutGroup_isReadInBatchsOwn() {
    stub.stream("/aws/batch/job", "s1", List.of("a"));

    assertThat(logs.of(job("awslogs", Map.of()))).hasSize(1);
  }

  @Test
  void of_otherLogDriver_saysThatItCannotBeRead() {
    assertThatThrownBy(() -> logs.of(job("splunk", Map.of())))
        .isInstanceOf(SpotBatchException.class)
        .hasMessageStartingWith("The containers of job j log by splunk: only logs in CloudWatch");
  }

  private static JobDetail job(String driver, Map<String, String> options) {
    return JobDetail.builder()
        .jobId("j")
        .attempts(attempt("s1"))
        .container(
            c ->
                c.logConfiguration(
                    LogConfiguration.builder().logDriver(driver).options(options).build()))
        .build();
  }

  private static AttemptDetail attempt(String stream) {
    return AttemptDetail.builder().container(c -> c.logStreamName(stream)).build();
  }

  /** Pages as CloudWatch Logs gives them: the token after the last page repeats itself. */
  private static final class StubLogs implements CloudWatchLogsClient {

    private final Map<String, List<List<String>>> streams = new HashMap<>();
    private final List<GetLogEventsRequest> requests = new ArrayList<>();

    @SafeVarargs
    final void stream(String group, String stream, List<String>... pages) {
      streams.put(group + ":" + stream, List.of(pages));
    }

    @Override
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
      requests.add(request);
      List<List<String>> pages =
          streams.get(request.logGroupName() + ":" + request.logStreamName());
      if (pages == null) {
        throw ResourceNotFoundException.builder().message("no stream").build();
      }
      int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
      List<String> lines = page < pages.size() ? pages.get(page) : List.of();
      return GetLogEventsResponse.builder()
          .events(
              lines.stream()
                  .map(line -> OutputLogEvent.builder().timestamp(7L).message(line).build())
                  .toList())
          .nextForwardToken(String.valueOf(Math.min(page + 1, pages.size())))
          .build();
    }

    @Override
    public String serviceName() {
      return "logs";
    }

    @Override
    public void close() {}
  }
}
