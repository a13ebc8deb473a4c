package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.diff.Comparison;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionResponse;
import software.amazon.awssdk.services.batch.model.RetryStrategy;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;

/** Active revisions of Batch job definitions; each is a resource of its own. */
final class JobDefinitionHandler implements ResourceHandler {

  private static final String ACTIVE = "ACTIVE";
  private static final Optional<AwsResource> NONE = Optional.empty();

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
    return session
        .waiter()
        .once(() -> describe(DescribeJobDefinitionsRequest.builder().status(ACTIVE).build()));
  }

  Optional<Owned> owned(Ownership ownership, JobDefinition definition) {
    return check(ownership, definition).map(revision -> new Owned(revision, false));
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    return session.waiter().call(Waits.FOUND, () -> look(planned, build));
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    DescribeJobDefinitionsRequest request =
        DescribeJobDefinitionsRequest.builder().jobDefinitions(known.id()).build();
    return session
        .waiter()
        .once(
            () ->
                describe(request).stream()
                    .filter(definition -> ACTIVE.equals(definition.status()))
                    .findFirst()
                    .flatMap(definition -> check(ownership, definition)));
  }

  /** The newest revision of our own; what others register under the name is beside it. */
  private Optional<Found> look(CompiledResource planned, Build build) {
    Ownership ownership = build.ownership(planned);
    List<JobDefinition> revisions =
        describe(
            DescribeJobDefinitionsRequest.builder()
                .jobDefinitionName(planned.awsName())
                .status(ACTIVE)
                .build());
    return revisions.stream()
        .filter(definition -> check(ownership, definition).isPresent())
        .max(Comparator.comparing(JobDefinition::revision))
        .map(newest -> Found.of(check(ownership, newest), List.of(asItIs(newest))))
        .or(() -> revisions.stream().findFirst().map(it -> Found.foreign(asItIs(it))));
  }

  private static RegisterJobDefinitionRequest asItIs(JobDefinition definition) {
    return RegisterJobDefinitionRequest.builder()
        .jobDefinitionName(definition.jobDefinitionName())
        .type(definition.type())
        .parameters(definition.parameters())
        .containerProperties(definition.containerProperties())
        .retryStrategy(upperCase(definition.retryStrategy()))
        .timeout(definition.timeout())
        .schedulingPriority(definition.schedulingPriority())
        .propagateTags(definition.propagateTags())
        .platformCapabilitiesWithStrings(definition.platformCapabilitiesAsStrings())
        .tags(definition.tags())
        .build();
  }

  /** Batch answers actions in lower case, however they were given. */
  private static @Nullable RetryStrategy upperCase(@Nullable RetryStrategy strategy) {
    if (strategy == null) {
      return null;
    }
    List<EvaluateOnExit> conditions =
        strategy.evaluateOnExit().stream()
            .map(
                condition ->
                    condition.copy(
                        c -> c.action(condition.actionAsString().toUpperCase(Locale.ROOT))))
            .toList();
    return strategy.copy(s -> s.evaluateOnExit(conditions));
  }

  private Optional<AwsResource> check(Ownership ownership, JobDefinition definition) {
    return ownership.check(
        kind(),
        definition.tags(),
        definition.jobDefinitionName() + ":" + definition.revision(),
        definition.jobDefinitionArn());
  }

  @Override
  public List<AwsRequest> requests(CompiledResource planned, Build build) {
    return List.of(resolved((RegisterJobDefinitionRequest) planned.requests().get(0), build));
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    RegisterJobDefinitionRequest request =
        (RegisterJobDefinitionRequest) requests(planned, build).get(0);
    AtomicBoolean sent = new AtomicBoolean();
    return session
        .waiter()
        .call(
            Waits.DEFINITION_REGISTERED,
            () ->
                (sent.getAndSet(true) ? registered(planned, build, request) : NONE)
                    .orElseGet(() -> register(planned, build, request)))
        .thenApply(session::created);
  }

  /** The newest revision of our own, if an earlier try whose answer was not clear has made it. */
  private Optional<AwsResource> registered(
      CompiledResource planned, Build build, RegisterJobDefinitionRequest request) {
    return look(planned, build)
        .filter(
            newest ->
                Comparison.of(newest.requests(), List.of(request))
                    .equals(new Comparison(List.of(), List.of())))
        .flatMap(Found::owned);
  }

  private AwsResource register(
      CompiledResource planned, Build build, RegisterJobDefinitionRequest request) {
    return revision(planned, build, session.calls().call(request, batch()::registerJobDefinition));
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
    return requests.size() == 1 ? tagged : tagged.thenCompose(ours -> create(planned, build));
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

  private AwsResource revision(
      CompiledResource planned, Build build, RegisterJobDefinitionResponse response) {
    return new AwsResource(
        kind(),
        build.names().stack(),
        planned.name(),
        planned.awsName() + ":" + response.revision(),
        response.jobDefinitionArn());
  }

  private List<JobDefinition> describe(DescribeJobDefinitionsRequest first) {
    return session
        .calls()
        .pages(
            first,
            batch()::describeJobDefinitions,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.jobDefinitions().stream())
        .toList();
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
