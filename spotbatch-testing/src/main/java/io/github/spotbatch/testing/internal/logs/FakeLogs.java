package io.github.spotbatch.testing.internal.logs;

import io.github.spotbatch.testing.internal.Scope;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/** CloudWatch Logs as the SDK sees it. */
public final class FakeLogs {

  private final LogGroupCalls groups;
  private final LogEventCalls events;

  public FakeLogs(Scope scope) {
    this.groups = new LogGroupCalls(scope.logs());
    this.events = new LogEventCalls(groups);
  }

  public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
    return groups.create(request);
  }

  public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
    return groups.delete(request);
  }

  public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
    return groups.describe(request);
  }

  public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
    return groups.putRetention(request);
  }

  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return groups.listTags(request);
  }

  public TagResourceResponse tagResource(TagResourceRequest request) {
    return groups.tag(request);
  }

  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    return groups.untag(request);
  }

  public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
    return events.describeStreams(request);
  }

  public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
    return events.get(request);
  }

  public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
    return events.filter(request);
  }
}
