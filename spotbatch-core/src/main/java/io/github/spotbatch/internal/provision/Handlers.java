package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The handlers of all kinds. Each is made when it is asked for, since loading its class takes the
 * jar of its service.
 */
final class Handlers {

  private final Session session;

  Handlers(Session session) {
    this.session = session;
  }

  ResourceHandler of(ResourceKind kind) {
    return switch (kind) {
      case ROLE -> new RoleHandler(session);
      case INSTANCE_PROFILE -> new InstanceProfileHandler(session);
      case SECURITY_GROUP -> new SecurityGroupHandler(session);
      case REPOSITORY -> new RepositoryHandler(session);
      case IMAGE -> new ImageHandler(session);
      case LOG_GROUP -> new LogGroupHandler(session);
      case COMPUTE_ENVIRONMENT -> new ComputeEnvironmentHandler(session);
      case JOB_QUEUE -> new JobQueueHandler(session);
      case JOB_DEFINITION -> new JobDefinitionHandler(session);
    };
  }

  /** That of one resource's kind, which tells of its retries under the resource's name. */
  ResourceHandler of(CompiledResource resource) {
    return about(resource.kind(), resource.name(), resource.awsName()).of(resource.kind());
  }

  /** That of one resource's kind, which tells of its retries under the resource's name. */
  ResourceHandler of(AwsResource resource) {
    return about(resource.kind(), resource.name(), resource.awsName()).of(resource.kind());
  }

  private Handlers about(ResourceKind kind, String name, String awsName) {
    return new Handlers(session.about(kind, name, awsName));
  }

  JobQueueHandler jobQueues(AwsResource queue) {
    return new JobQueueHandler(session.about(queue));
  }

  /** Everything of some kinds that is owned, read side by side. */
  CompletableFuture<List<Owned>> all(Ownership ownership, ResourceKind... kinds) {
    return Futures.all(Stream.of(kinds).map(kind -> of(kind).owned(ownership)).toList())
        .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
  }

  CompletableFuture<List<Owned>> all(Ownership ownership) {
    return all(ownership, ResourceKind.values());
  }

  CompletableFuture<List<AwsResource>> owned(Ownership ownership, ResourceKind... kinds) {
    return all(ownership, kinds).thenApply(all -> all.stream().map(Owned::resource).toList());
  }

  CompletableFuture<List<AwsResource>> owned(Ownership ownership) {
    return owned(ownership, ResourceKind.values());
  }
}
