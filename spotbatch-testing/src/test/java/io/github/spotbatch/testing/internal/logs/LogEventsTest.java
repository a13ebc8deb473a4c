package io.github.spotbatch.testing.internal.logs;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.internal.Neighbours;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

class LogEventsTest {

  private static final String GROUP = "/aws/batch/job";

  private final Neighbours neighbours = new Neighbours();
  private final CloudWatchLogsClient logs = neighbours.logs();
  private final Instant start = neighbours.time.now();

  @BeforeEach
  void write() {
    for (int i = 0; i < 5; i++) {
      append("work/default/1", i, "line " + i);
    }
  }

  @Nested
  class Get {

    @Test
    void get_fromHead_readsForwardUntilTheTokenRepeats() {
      GetLogEventsResponse first = get(it -> it.startFromHead(true).limit(3));
      GetLogEventsResponse second = get(it -> it.limit(3).nextToken(first.nextForwardToken()));
      GetLogEventsResponse end = get(it -> it.limit(3).nextToken(second.nextForwardToken()));

      assertThat(messages(first)).containsExactly("line 0", "line 1", "line 2");
      assertThat(messages(second)).containsExactly("line 3", "line 4");
      assertThat(messages(end)).isEmpty();
      assertThat(end.nextForwardToken()).isEqualTo(second.nextForwardToken());
    }

    @Test
    void get_fromTail_readsBackwardUntilTheTokenRepeats() {
      GetLogEventsResponse last = get(it -> it.limit(3));
      GetLogEventsResponse before = get(it -> it.limit(3).nextToken(last.nextBackwardToken()));
      GetLogEventsResponse begin = get(it -> it.limit(3).nextToken(before.nextBackwardToken()));

      assertThat(messages(last)).containsExactly("line 2", "line 3", "line 4");
      assertThat(messages(before)).containsExactly("line 0", "line 1");
      assertThat(messages(begin)).isEmpty();
      assertThat(begin.nextBackwardToken()).isEqualTo(before.nextBackwardToken());
    }

    @Test
    void get_endReached_goesOnWithNewLines() {
      String end = get(it -> it.startFromHead(true)).nextForwardToken();
      append("work/default/1", 9, "late");

      assertThat(messages(get(it -> it.nextToken(end)))).containsExactly("late");
    }

    @Test
    void get_backwardTokenOfForwardPage_goesBack() {
      GetLogEventsResponse first = get(it -> it.startFromHead(true).limit(3));
      GetLogEventsResponse second = get(it -> it.limit(3).nextToken(first.nextForwardToken()));

      assertThat(messages(get(it -> it.limit(3).nextToken(second.nextBackwardToken()))))
          .containsExactly("line 0", "line 1", "line 2");
    }

    @Test
    void get_timeRange_hasItsStartButNotItsEnd() {
      assertThat(
              messages(get(it -> it.startFromHead(true).startTime(millis(1)).endTime(millis(3)))))
          .containsExactly("line 1", "line 2");
    }

    @Test
    void get_lineWrittenLate_comesByItsTime() {
      append("work/default/1", 2, "line 2 again");

      assertThat(messages(get(it -> it.startFromHead(true))))
          .containsExactly("line 0", "line 1", "line 2", "line 2 again", "line 3", "line 4");
    }

    @Test
    void get_moreThanAMegabyte_comesInPages() {
      String long1 = "a".repeat(700_000);
      append("big", 0, long1);
      append("big", 1, long1);

      GetLogEventsResponse first = get(it -> it.logStreamName("big").startFromHead(true));
      GetLogEventsResponse second =
          get(it -> it.logStreamName("big").nextToken(first.nextForwardToken()));

      assertThat(first.events()).hasSize(1);
      assertThat(second.events()).hasSize(1);
    }

    @Test
    void get_byArn_isTheSame() {
      GetLogEventsResponse byArn =
          logs.getLogEvents(
              it ->
                  it.logGroupIdentifier(
                          "arn:aws:logs:us-east-1:123456789012:log-group:/aws/batch/job")
                      .logStreamName("work/default/1"));

      assertThat(byArn.events()).hasSize(5);
    }

    @Test
    void get_absentStream_isRefused() {
      assertRefused(
          () -> get(it -> it.logStreamName("none")),
          "ResourceNotFoundException",
          400,
          "The specified log stream does not exist.");
    }

    @Test
    void get_absentGroup_isRefused() {
      assertRefused(
          () -> get(it -> it.logGroupName("none")),
          "ResourceNotFoundException",
          400,
          "The specified log group does not exist.");
    }

    @ParameterizedTest
    @CsvSource({"token", "f/1/s", "x/00000000000000000000000000000000000000000000000000000001/s"})
    void get_foreignToken_isRefused(String token) {
      assertRefused(
          () -> get(it -> it.nextToken(token)),
          "InvalidParameterException",
          400,
          "The specified nextToken is invalid.");
    }

    private GetLogEventsResponse get(Consumer<GetLogEventsRequest.Builder> more) {
      return logs.getLogEvents(
          it -> {
            it.logGroupName(GROUP).logStreamName("work/default/1");
            more.accept(it);
          });
    }

    private static List<String> messages(GetLogEventsResponse response) {
      return response.events().stream().map(OutputLogEvent::message).toList();
    }
  }

  @Nested
  class Filter {

    @BeforeEach
    void writeAnother() {
      append("work/default/2", 2, "error: line x");
    }

    @Test
    void filter_allStreams_isInOrderOfTime() {
      assertThat(messages(it -> {}))
          .containsExactly("line 0", "line 1", "line 2", "error: line x", "line 3", "line 4");
    }

    @Test
    void filter_timeRange_hasItsStartAndItsEnd() {
      assertThat(messages(it -> it.startTime(millis(3)).endTime(millis(4))))
          .containsExactly("line 3", "line 4");
    }

    @Test
    void filter_streams_leavesTheOthersOut() {
      assertThat(messages(it -> it.logStreamNames("work/default/2")))
          .containsExactly("error: line x");
      assertThat(messages(it -> it.logStreamNamePrefix("work/default/1"))).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"error, 1", "line, 6", "line x, 1", "'\"error: line\"', 1", "LINE, 0"})
    void filter_terms_mustAllBeThere(String pattern, int expected) {
      assertThat(messages(it -> it.filterPattern(pattern))).hasSize(expected);
    }

    @Test
    void filter_otherPattern_failsWithIt() {
      assertThatThrownBy(() -> messages(it -> it.filterPattern("{ $.level = \"x\" }")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model logs FilterLogEvents"
                  + " [filterPattern={ $.level = \"x\" }]");
    }

    @Test
    void filter_smallPages_comeWhole() {
      assertThat(logs.filterLogEventsPaginator(it -> it.logGroupName(GROUP).limit(2)).events())
          .extracting(FilteredLogEvent::message)
          .containsExactly("line 0", "line 1", "line 2", "error: line x", "line 3", "line 4");
    }

    @Test
    void filter_absentStream_isRefused() {
      assertRefused(
          () -> messages(it -> it.logStreamNames("none")),
          "ResourceNotFoundException",
          400,
          "The specified log stream does not exist.");
    }

    private List<String> messages(Consumer<FilterLogEventsRequest.Builder> more) {
      return logs
          .filterLogEvents(
              it -> {
                it.logGroupName(GROUP);
                more.accept(it);
              })
          .events()
          .stream()
          .map(FilteredLogEvent::message)
          .toList();
    }
  }

  @Nested
  class Streams {

    @BeforeEach
    void writeOthers() {
      append("work/default/3", 1, "x");
      append("work/default/2", 9, "x");
      neighbours.scope.logs().createStreamIfAbsent(GROUP, "empty");
    }

    @Test
    void describe_byName_isPaged() {
      assertThat(
              logs.describeLogStreamsPaginator(it -> it.logGroupName(GROUP).limit(1)).logStreams())
          .extracting(LogStream::logStreamName)
          .containsExactly("empty", "work/default/1", "work/default/2", "work/default/3");
    }

    @Test
    void describe_byLastEvent_newestFirst() {
      assertThat(
              logs.describeLogStreams(
                      it ->
                          it.logGroupName(GROUP).orderBy(OrderBy.LAST_EVENT_TIME).descending(true))
                  .logStreams())
          .extracting(LogStream::logStreamName)
          .containsExactly("work/default/2", "work/default/1", "work/default/3", "empty");
    }

    @Test
    void describe_prefix_showsTimes() {
      LogStream stream =
          logs.describeLogStreams(
                  it -> it.logGroupName(GROUP).logStreamNamePrefix("work/default/1"))
              .logStreams()
              .get(0);

      assertThat(stream.firstEventTimestamp()).isEqualTo(millis(0));
      assertThat(stream.lastEventTimestamp()).isEqualTo(millis(4));
      assertThat(stream.arn())
          .isEqualTo(
              "arn:aws:logs:us-east-1:123456789012:log-group:/aws/batch/job:log-stream:work/default/1");
    }

    @Test
    void describe_prefixByLastEvent_isRefused() {
      assertRefused(
          () ->
              logs.describeLogStreams(
                  it ->
                      it.logGroupName(GROUP)
                          .orderBy(OrderBy.LAST_EVENT_TIME)
                          .logStreamNamePrefix("w")),
          "InvalidParameterException",
          400,
          "Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
  }

  private void append(String stream, long second, String line) {
    neighbours.scope.logs().append(GROUP, stream, start.plusSeconds(second), line);
  }

  private long millis(long second) {
    return start.plusSeconds(second).toEpochMilli();
  }
}
