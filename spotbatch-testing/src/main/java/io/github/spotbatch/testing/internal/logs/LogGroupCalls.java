package io.github.spotbatch.testing.internal.logs;

import io.github.spotbatch.testing.internal.Constraint;
import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/** CloudWatch Logs' operations on log groups. */
final class LogGroupCalls {

  private static final Pattern NAME = Pattern.compile("[\\.\\-_/#A-Za-z0-9]+");
  private static final int MAX_NAME = 512;
  private static final int MAX_TAGS = 50;
  private static final int MAX_PAGE = 50;
  private static final List<Integer> RETENTIONS =
      List.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  private final LogState state;

  LogGroupCalls(LogState state) {
    this.state = state;
  }

  CreateLogGroupResponse create(CreateLogGroupRequest request) {
    Parameters.only(request, "logGroupName", "tags");
    String name = checkName(request.logGroupName());
    if (state.group(name).isPresent()) {
      throw LogFaults.groupExists();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    add(tags, request.tags());
    state.createGroupIfAbsent(name).tags().putAll(tags);
    return CreateLogGroupResponse.builder().build();
  }

  DeleteLogGroupResponse delete(DeleteLogGroupRequest request) {
    state.deleteGroup(find(request.logGroupName()).name());
    return DeleteLogGroupResponse.builder().build();
  }

  DescribeLogGroupsResponse describe(DescribeLogGroupsRequest request) {
    Parameters.only(request, "logGroupNamePrefix", "logGroupNamePattern", "nextToken", "limit");
    LogFaults.refuse(Constraint.range("limit", request.limit(), 1, MAX_PAGE));
    String prefix = orEmpty(request.logGroupNamePrefix());
    String part = orEmpty(request.logGroupNamePattern());
    if (!prefix.isEmpty() && !part.isEmpty()) {
      throw LogFaults.invalid(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    List<LogGroup> matching =
        state.groups().stream()
            .filter(group -> group.name().startsWith(prefix) && group.name().contains(part))
            .toList();
    int size = request.limit() == null ? MAX_PAGE : request.limit();
    Page<LogGroup> page =
        Page.byKey(matching, LogGroup::name, request.nextToken(), size)
            .orElseThrow(() -> LogFaults.invalid("The specified nextToken is invalid."));
    return DescribeLogGroupsResponse.builder()
        .logGroups(page.items().stream().map(LogGroupCalls::shape).toList())
        .nextToken(page.nextToken())
        .build();
  }

  PutRetentionPolicyResponse putRetention(PutRetentionPolicyRequest request) {
    LogGroup group = find(request.logGroupName());
    Integer days = request.retentionInDays();
    if (days == null || !RETENTIONS.contains(days)) {
      LogFaults.refuse(
          Constraint.broken(
              "'" + days + "'",
              "retentionInDays",
              "Member must satisfy enum value set: " + RETENTIONS));
    } else {
      group.retain(days);
    }
    return PutRetentionPolicyResponse.builder().build();
  }

  ListTagsForResourceResponse listTags(ListTagsForResourceRequest request) {
    LogGroup group = findByArn(request.resourceArn());
    return ListTagsForResourceResponse.builder().tags(group.tags()).build();
  }

  TagResourceResponse tag(TagResourceRequest request) {
    add(findByArn(request.resourceArn()).tags(), request.tags());
    return TagResourceResponse.builder().build();
  }

  UntagResourceResponse untag(UntagResourceRequest request) {
    request.tagKeys().forEach(findByArn(request.resourceArn()).tags()::remove);
    return UntagResourceResponse.builder().build();
  }

  /** A group that must exist, by name. */
  LogGroup find(@Nullable String logGroupName) {
    return state.group(checkName(logGroupName)).orElseThrow(LogFaults::noGroup);
  }

  /** A group that must exist, by name or by identifier; one of them is null. */
  LogGroup find(@Nullable String logGroupName, @Nullable String identifier) {
    if (identifier == null) {
      return find(logGroupName);
    }
    if (logGroupName != null) {
      throw LogFaults.invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
    }
    return state.groupByNameOrArn(identifier).orElseThrow(LogFaults::noGroup);
  }

  // The operations on tags take the ARN without :* only.
  private LogGroup findByArn(@Nullable String arn) {
    return state.groups().stream()
        .filter(group -> group.arn().equals(arn))
        .findFirst()
        .orElseThrow(LogFaults::noGroup);
  }

  private static String checkName(@Nullable String name) {
    LogFaults.refuse(Constraint.text("logGroupName", name, MAX_NAME, NAME));
    return orEmpty(name);
  }

  private static void add(Map<String, String> tags, Map<String, String> added) {
    Map<String, String> both = new LinkedHashMap<>(tags);
    both.putAll(added);
    if (both.size() > MAX_TAGS) {
      throw LogFaults.tooManyTags();
    }
    if (added.keySet().stream().anyMatch(key -> key.toLowerCase(Locale.ROOT).startsWith("aws:"))) {
      throw LogFaults.invalid("Tag keys must not start with the reserved prefix aws:");
    }
    tags.putAll(added);
  }

  private static software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup shape(
      LogGroup group) {
    var builder =
        software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup.builder()
            .logGroupName(group.name())
            .arn(group.arn() + ":*")
            .logGroupArn(group.arn())
            .creationTime(group.createdAt().toEpochMilli())
            .logGroupClass(LogGroupClass.STANDARD)
            .metricFilterCount(0)
            .storedBytes(0L);
    group.retentionDays().ifPresent(builder::retentionInDays);
    return builder.build();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
