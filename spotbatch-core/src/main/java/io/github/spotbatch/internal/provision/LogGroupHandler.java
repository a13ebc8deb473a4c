package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;

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
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    String prefix = Names.LOG_GROUP_PREFIX + (ownership.stack() == null ? "" : ownership.stack());
    return session
        .waiter()
        .once(() -> describe(prefix))
        .thenCompose(
            groups ->
                Futures.all(
                    groups.stream()
                        .filter(group -> ownership.mayOwnLogGroup(group.logGroupName()))
                        .map(group -> session.waiter().once(() -> owned(ownership, group)))
                        .toList()))
        .thenApply(owned -> owned.stream().flatMap(Optional::stream).toList());
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    return session.waiter().once(() -> look(planned, build));
  }

  private Optional<Found> look(CompiledResource planned, Build build) {
    return read(planned.awsName())
        .map(group -> found(group, tags(group), build.ownership(planned)));
  }

  /** The group itself does not tell its tags, so one that is kept is known by when it was made. */
  @Override
  public CompletableFuture<Optional<Found>> verify(
      CompiledResource planned, List<PlannedStep> known, Build build) {
    Optional<PlannedStep> kept =
        known.stream()
            .filter(step -> step.resource().id().equals(planned.id()))
            .filter(step -> step.type() == PlannedAction.Type.KEEP)
            .findFirst();
    return session
        .waiter()
        .once(
            () ->
                read(planned.awsName())
                    .map(
                        group ->
                            found(
                                group,
                                kept.filter(step -> step.mark().equals(mark(group)))
                                    .map(LogGroupHandler::tags)
                                    .orElseGet(() -> tags(group)),
                                build.ownership(planned))));
  }

  private static Map<String, String> tags(PlannedStep kept) {
    return ((CreateLogGroupRequest) kept.asItIs().get(0)).tags();
  }

  private static String mark(LogGroup group) {
    return arn(group) + " of " + group.creationTime();
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return session
        .waiter()
        .once(
            () ->
                read(known.awsName())
                    .flatMap(group -> owned(ownership, group))
                    .map(Owned::resource));
  }

  /** Of all names that begin with a name it comes first itself. */
  private Optional<LogGroup> read(String name) {
    DescribeLogGroupsRequest request =
        DescribeLogGroupsRequest.builder().logGroupNamePrefix(name).limit(1).build();
    return session.calls().call(request, logs()::describeLogGroups).logGroups().stream()
        .filter(group -> group.logGroupName().equals(name))
        .findFirst();
  }

  private Found found(LogGroup group, Map<String, String> tags, Ownership ownership) {
    List<AwsRequest> asItIs = new ArrayList<>();
    asItIs.add(
        CreateLogGroupRequest.builder().logGroupName(group.logGroupName()).tags(tags).build());
    if (group.retentionInDays() != null) {
      asItIs.add(
          PutRetentionPolicyRequest.builder()
              .logGroupName(group.logGroupName())
              .retentionInDays(group.retentionInDays())
              .build());
    }
    return Found.of(check(ownership, group, tags), asItIs).marked(mark(group));
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    CreateLogGroupRequest group = (CreateLogGroupRequest) planned.requests().get(0);
    List<AwsRequest> retention = planned.requests().subList(1, planned.requests().size());
    return session
        .createOnce(
            this,
            planned,
            build,
            () -> {
              session.calls().call(group, logs()::createLogGroup);
              return planned.awsName();
            })
        .thenCompose(created -> complete(planned, created, retention, build));
  }

  @Override
  public CompletableFuture<AwsResource> complete(
      CompiledResource planned, AwsResource there, List<AwsRequest> missing, Build build) {
    return session
        .waiter()
        .once(
            () -> {
              for (AwsRequest retention : missing) {
                session
                    .calls()
                    .call((PutRetentionPolicyRequest) retention, logs()::putRetentionPolicy);
              }
              return there;
            });
  }

  @Override
  public CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    return session.changed(Waits.CHANGED_AT_ONCE, there, requests, this::send);
  }

  private void send(AwsRequest request) {
    if (request instanceof PutRetentionPolicyRequest retention) {
      session.calls().call(retention, logs()::putRetentionPolicy);
    } else if (request instanceof UntagResourceRequest untag) {
      session.calls().call(untag, logs()::untagResource);
    } else {
      session.calls().call((TagResourceRequest) request, logs()::tagResource);
    }
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

  private Optional<Owned> owned(Ownership ownership, LogGroup group) {
    return ownership.owned(kind(), tags(group), group.logGroupName(), arn(group));
  }

  private Optional<AwsResource> check(
      Ownership ownership, LogGroup group, Map<String, String> tags) {
    return ownership.check(kind(), tags, group.logGroupName(), arn(group));
  }

  /** None if the group has just gone, so that it counts as nobody's. */
  private Map<String, String> tags(LogGroup group) {
    try {
      ListTagsForResourceRequest request =
          ListTagsForResourceRequest.builder().resourceArn(arn(group)).build();
      return session.calls().call(request, logs()::listTagsForResource).tags();
    } catch (ResourceNotFoundException e) {
      return Map.of();
    }
  }

  /** The ARN of the group itself; the older member ends in :* and means the streams. */
  private static String arn(LogGroup group) {
    return group.arn().replaceFirst(":\\*$", "");
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
