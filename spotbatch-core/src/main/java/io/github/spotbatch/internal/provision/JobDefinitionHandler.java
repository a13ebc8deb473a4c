package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;

/** Active revisions of Batch job definitions; each is a resource of its own. */
final class JobDefinitionHandler implements ResourceHandler {

  private final Session session;

  JobDefinitionHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.JOB_DEFINITION;
  }

  @Override
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    return active()
        .thenApply(
            active ->
                active.stream()
                    .flatMap(definition -> owned(ownership, definition).stream())
                    .toList());
  }

  /** All ACTIVE revisions of the Region. */
  CompletableFuture<List<JobDefinition>> active() {
    return session.waiter().once(() -> new Revisions(session).all());
  }

  Optional<Owned> owned(Ownership ownership, JobDefinition definition) {
    return Revisions.check(ownership, definition).map(revision -> new Owned(revision, false));
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    return session.waiter().once(() -> look(planned, build));
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return session
        .waiter()
        .once(
            () ->
                new Revisions(session)
                    .find(known.id())
                    .flatMap(definition -> Revisions.check(ownership, definition)));
  }

  /**
   * The newest revision of our own, of several that say the same the first; what others register
   * under the name is beside it.
   */
  private Optional<Found> look(CompiledResource planned, Build build) {
    RegisterJobDefinitionRequest wanted = (RegisterJobDefinitionRequest) planned.requests().get(0);
    Ownership ownership = build.ownership(planned);
    List<JobDefinition> revisions = new Revisions(session).named(planned.awsName());
    List<JobDefinition> own =
        revisions.stream()
            .filter(revision -> Revisions.check(ownership, revision).isPresent())
            .toList();
    if (own.isEmpty()) {
      return revisions.stream().findFirst().map(it -> Found.foreign(List.of(Revisions.asItIs(it))));
    }
    JobDefinition counting = Revisions.sameAtTheEnd(own).get(0);
    return Optional.of(
        Found.of(
            Revisions.check(ownership, counting), List.of(Revisions.asItIs(counting, wanted))));
  }

  @Override
  public List<AwsRequest> requests(CompiledResource planned, Build build) {
    return List.of(resolved((RegisterJobDefinitionRequest) planned.requests().get(0), build));
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    return register(planned, 0, build);
  }

  @Override
  public CompletableFuture<AwsResource> revise(
      CompiledResource planned, AwsResource there, Build build) {
    return register(planned, revision(there), build);
  }

  private CompletableFuture<AwsResource> register(
      CompiledResource planned, int before, Build build) {
    RegisterJobDefinitionRequest request =
        (RegisterJobDefinitionRequest) requests(planned, build).get(0);
    return new Registration(session, Ownership.of(build.names()), request, before)
        .run()
        .thenApply(made -> session.created(resource(planned, build, made)));
  }

  /** The number of a revision. */
  static int revision(AwsResource definition) {
    String id = definition.id();
    return Integer.parseInt(id.substring(id.lastIndexOf(':') + 1));
  }

  /** Only the tags of a revision can be changed. */
  @Override
  public CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    return session.changed(
        Waits.CHANGED_AT_ONCE,
        there,
        requests,
        request -> session.calls().call((TagResourceRequest) request, batch()::tagResource));
  }

  @Override
  public CompletableFuture<AwsResource> adopt(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    CompletableFuture<AwsResource> tagged = update(planned, there, requests.subList(0, 1), build);
    return requests.size() == 1
        ? tagged
        : tagged.thenCompose(ours -> revise(planned, there, build));
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource resource) {
    DeregisterJobDefinitionRequest request =
        DeregisterJobDefinitionRequest.builder().jobDefinition(resource.id()).build();
    return session
        .waiter()
        .once(() -> session.calls().call(request, batch()::deregisterJobDefinition))
        .thenAccept(response -> {});
  }

  /** The image under the name that its repository really has. */
  private static RegisterJobDefinitionRequest resolved(
      RegisterJobDefinitionRequest request, Build build) {
    String image = request.containerProperties().image();
    String repository = image.replaceFirst("@.*", "");
    String actual = build.resolve(repository) + image.substring(repository.length());
    return request.copy(
        r -> r.containerProperties(request.containerProperties().copy(c -> c.image(actual))));
  }

  private AwsResource resource(CompiledResource planned, Build build, JobDefinition revision) {
    return new AwsResource(
        kind(),
        build.names().stack(),
        planned.name(),
        planned.awsName() + ":" + revision.revision(),
        revision.jobDefinitionArn());
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
