package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** CloudWatch Logs groups. */
final class LogGroupHandler implements ResourceHandler {

  private final Session session;

  LogGroupHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.LOG_GROUP;
  }

  @Override
  public List<AwsResource> owned(Ownership ownership) {
    String prefix = Names.LOG_GROUP_PREFIX + (ownership.stack() == null ? "" : ownership.stack());
    return describe(prefix).stream().flatMap(group -> owned(ownership, group).stream()).toList();
  }

  @Override
  public boolean taken(CompiledResource planned) {
    return describe(planned.awsName()).stream()
        .anyMatch(group -> group.logGroupName().equals(planned.awsName()));
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    CreateLogGroupRequest group = (CreateLogGroupRequest) planned.requests().get(0);
    PutRetentionPolicyRequest retention = (PutRetentionPolicyRequest) planned.requests().get(1);
    return session
        .createOnce(
            this,
            planned,
            build,
            () -> {
              session.calls().call(group, logs()::createLogGroup);
              return planned.awsName();
            })
        .thenCompose(
            created ->
                session
                    .waiter()
                    .once(
                        () -> {
                          session.calls().call(retention, logs()::putRetentionPolicy);
                          return created;
                        }));
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource resource) {
    DeleteLogGroupRequest request =
        DeleteLogGroupRequest.builder().logGroupName(resource.awsName()).build();
    return session
        .waiter()
        .once(
            () -> {
              delete(request);
              return resource;
            })
        .thenAccept(deleted -> {});
  }

  private void delete(DeleteLogGroupRequest request) {
    try {
      session.calls().call(request, logs()::deleteLogGroup);
    } catch (ResourceNotFoundException e) {
      // Somebody was faster; gone is what was wanted.
      return;
    }
  }

  private Optional<AwsResource> owned(Ownership ownership, LogGroup group) {
    // The ARN of the group itself; the older member ends in :* and means the streams.
    String arn = group.arn().replaceFirst(":\\*$", "");
    try {
      ListTagsForResourceRequest request =
          ListTagsForResourceRequest.builder().resourceArn(arn).build();
      return ownership.check(
          kind(),
          session.calls().call(request, logs()::listTagsForResource).tags(),
          group.logGroupName(),
          arn);
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private List<LogGroup> describe(String prefix) {
    DescribeLogGroupsRequest first =
        DescribeLogGroupsRequest.builder().logGroupNamePrefix(prefix).build();
    return session
        .calls()
        .pages(
            first,
            logs()::describeLogGroups,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.logGroups().stream())
        .toList();
  }

  private CloudWatchLogsClient logs() {
    return session.clients().logs();
  }
}
