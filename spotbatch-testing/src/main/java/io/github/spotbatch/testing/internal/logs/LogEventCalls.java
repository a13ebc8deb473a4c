package io.github.spotbatch.testing.internal.logs;

import io.github.spotbatch.testing.internal.Constraint;
import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** CloudWatch Logs' operations on streams and their events. */
final class LogEventCalls {

  private static final int MAX_STREAMS = 50;
  private static final int MAX_EVENTS = 10_000;

  private final LogGroupCalls groups;

  /** An event and the stream that it is in. */
  private record Line(LogStream stream, LogEvent event) {

    // What sorts by time, and then by arrival.
    String key() {
      return String.format(Locale.ROOT, "%019d ", event.timestamp().toEpochMilli()) + event.id();
    }
  }

  LogEventCalls(LogGroupCalls groups) {
    this.groups = groups;
  }

  DescribeLogStreamsResponse describeStreams(DescribeLogStreamsRequest request) {
    LogGroup group = groups.find(request.logGroupName(), request.logGroupIdentifier());
    LogFaults.refuse(Constraint.range("limit", request.limit(), 1, MAX_STREAMS));
    boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
    String prefix = request.logStreamNamePrefix();
    if (byTime && prefix != null) {
      throw LogFaults.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    List<LogStream> matching =
        new ArrayList<>(
            group.streams().stream()
                .filter(stream -> prefix == null || stream.name().startsWith(prefix))
                .toList());
    if (byTime) {
      matching.sort(Comparator.comparingLong(LogEventCalls::lastTime));
    }
    if (Boolean.TRUE.equals(request.descending())) {
      Collections.reverse(matching);
    }
    int size = request.limit() == null ? MAX_STREAMS : request.limit();
    Page<LogStream> page =
        Page.byOffset(matching, request.nextToken(), size).orElseThrow(LogEventCalls::badToken);
    return DescribeLogStreamsResponse.builder()
        .logStreams(page.items().stream().map(LogEventCalls::shape).toList())
        .nextToken(page.nextToken())
        .build();
  }

  GetLogEventsResponse get(GetLogEventsRequest request) {
    Parameters.only(
        request,
        "logGroupName",
        "logGroupIdentifier",
        "logStreamName",
        "startTime",
        "endTime",
        "nextToken",
        "limit",
        "startFromHead");
    LogGroup group = groups.find(request.logGroupName(), request.logGroupIdentifier());
    LogFaults.refuse(Constraint.range("limit", request.limit(), 1, MAX_EVENTS));
    String name = request.logStreamName() == null ? "" : request.logStreamName();
    LogStream stream = group.stream(name).orElseThrow(LogFaults::noStream);
    LogCursor cursor =
        request.nextToken() == null
            ? LogCursor.start(Boolean.TRUE.equals(request.startFromHead()), stream.events().size())
            : LogCursor.parse(request.nextToken()).orElseThrow(LogEventCalls::badToken);
    int limit = request.limit() == null ? MAX_EVENTS : request.limit();
    LogCursor.Window window =
        cursor.window(
            stream.events(), event -> within(event, request.startTime(), request.endTime()), limit);
    return GetLogEventsResponse.builder()
        .events(window.events().stream().map(LogEventCalls::shape).toList())
        .nextForwardToken(window.forwardToken())
        .nextBackwardToken(window.backwardToken())
        .build();
  }

  FilterLogEventsResponse filter(FilterLogEventsRequest request) {
    Parameters.only(
        request,
        "logGroupName",
        "logGroupIdentifier",
        "logStreamNames",
        "logStreamNamePrefix",
        "startTime",
        "endTime",
        "filterPattern",
        "nextToken",
        "limit",
        "interleaved");
    LogGroup group = groups.find(request.logGroupName(), request.logGroupIdentifier());
    LogFaults.refuse(Constraint.range("limit", request.limit(), 1, MAX_EVENTS));
    // Here, other than in GetLogEvents, the end is part of the range.
    Long end = request.endTime() == null ? null : Long.valueOf(request.endTime() + 1);
    FilterPattern pattern = FilterPattern.of(request);
    List<Line> lines =
        streams(group, request).stream()
            .flatMap(stream -> stream.events().stream().map(event -> new Line(stream, event)))
            .filter(line -> within(line.event(), request.startTime(), end))
            .filter(line -> pattern.matches(line.event().message()))
            .toList();
    int limit = request.limit() == null ? MAX_EVENTS : request.limit();
    Page<Line> page =
        Page.byKey(lines, Line::key, request.nextToken(), limit)
            .orElseThrow(LogEventCalls::badToken);
    return FilterLogEventsResponse.builder()
        .events(page.items().stream().map(LogEventCalls::shape).toList())
        .searchedLogStreams(List.of())
        .nextToken(page.nextToken())
        .build();
  }

  private static List<LogStream> streams(LogGroup group, FilterLogEventsRequest request) {
    String prefix = request.logStreamNamePrefix();
    if (prefix != null && !request.logStreamNames().isEmpty()) {
      throw LogFaults.invalid(
          "LogStream names and LogStream name prefix are mutually exclusive parameters.");
    }
    if (!request.logStreamNames().isEmpty()) {
      return request.logStreamNames().stream()
          .map(name -> group.stream(name).orElseThrow(LogFaults::noStream))
          .toList();
    }
    return group.streams().stream()
        .filter(stream -> prefix == null || stream.name().startsWith(prefix))
        .toList();
  }

  private static boolean within(LogEvent event, @Nullable Long start, @Nullable Long end) {
    long time = event.timestamp().toEpochMilli();
    return (start == null || time >= start) && (end == null || time < end);
  }

  private static long lastTime(LogStream stream) {
    return stream.lastEvent().map(event -> event.timestamp().toEpochMilli()).orElse(0L);
  }

  private static RuntimeException badToken() {
    return LogFaults.invalid("The specified nextToken is invalid.");
  }

  private static software.amazon.awssdk.services.cloudwatchlogs.model.LogStream shape(
      LogStream stream) {
    var builder =
        software.amazon.awssdk.services.cloudwatchlogs.model.LogStream.builder()
            .logStreamName(stream.name())
            .arn(stream.arn())
            .creationTime(stream.createdAt().toEpochMilli());
    stream
        .firstEvent()
        .ifPresent(event -> builder.firstEventTimestamp(event.timestamp().toEpochMilli()));
    stream
        .lastEvent()
        .ifPresent(
            event ->
                builder
                    .lastEventTimestamp(event.timestamp().toEpochMilli())
                    .lastIngestionTime(event.ingestedAt().toEpochMilli()));
    return builder.build();
  }

  private static OutputLogEvent shape(LogEvent event) {
    return OutputLogEvent.builder()
        .timestamp(event.timestamp().toEpochMilli())
        .ingestionTime(event.ingestedAt().toEpochMilli())
        .message(event.message())
        .build();
  }

  private static FilteredLogEvent shape(Line line) {
    return FilteredLogEvent.builder()
        .logStreamName(line.stream().name())
        .eventId(line.event().id())
        .timestamp(line.event().timestamp().toEpochMilli())
        .ingestionTime(line.event().ingestedAt().toEpochMilli())
        .message(line.event().message())
        .build();
  }
}
