package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;
import software.amazon.awssdk.services.batch.model.UntagResourceRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;

/** Batch compute environments. How they come to be usable is a matter of its own. */
final class ComputeEnvironmentHandler implements ResourceHandler {

  private static final int FIRST_GENERATION = 1;
  private static final int LATER_GENERATIONS = 2;

  /** How many names DescribeComputeEnvironments takes. */
  private static final int NAMES_AT_ONCE = 100;

  private final Session session;

  ComputeEnvironmentHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.COMPUTE_ENVIRONMENT;
  }

  @Override
  public CompletableFuture<List<Owned>> owned(Ownership ownership) {
    return all()
        .thenApply(
            all ->
                all.stream()
                    .flatMap(environment -> owned(ownership, environment).stream())
                    .toList());
  }

  /** All environments of the Region. */
  CompletableFuture<List<ComputeEnvironmentDetail>> all() {
    return session
        .waiter()
        .once(() -> describe(DescribeComputeEnvironmentsRequest.builder().build()));
  }

  Optional<Owned> owned(Ownership ownership, ComputeEnvironmentDetail detail) {
    return ownership.owned(kind(), detail.tags(), name(detail), detail.computeEnvironmentArn());
  }

  @Override
  public CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build) {
    DescribeComputeEnvironmentsRequest all = DescribeComputeEnvironmentsRequest.builder().build();
    return session.waiter().once(() -> look(planned, all, build));
  }

  @Override
  public CompletableFuture<Optional<Found>> verify(
      CompiledResource planned, List<PlannedStep> known, Build build) {
    DescribeComputeEnvironmentsRequest named =
        DescribeComputeEnvironmentsRequest.builder()
            .computeEnvironments(generations(planned, known, build.names()))
            .build();
    return session.waiter().once(() -> look(planned, named, build));
  }

  /** The generations that the plan knows of, and those that another apply may have made since. */
  private static List<String> generations(
      CompiledResource planned, List<PlannedStep> known, Names names) {
    int newest =
        known.stream()
            .flatMap(step -> Stream.of(step.awsName(), step.resource().awsName()))
            .mapToInt(awsName -> names.generation(planned.name(), awsName))
            .max()
            .orElse(0);
    int last = Math.max(newest, FIRST_GENERATION) + LATER_GENERATIONS;
    return IntStream.rangeClosed(Math.max(FIRST_GENERATION, last + 1 - NAMES_AT_ONCE), last)
        .mapToObj(generation -> names.computeEnvironment(planned.name(), generation))
        .toList();
  }

  @Override
  public CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership) {
    return session
        .waiter()
        .once(() -> read(known.awsName()).flatMap(detail -> check(ownership, detail)));
  }

  /** The newest generation, with the others that a replacement which was broken off has left. */
  private Optional<Found> look(
      CompiledResource planned, DescribeComputeEnvironmentsRequest request, Build build) {
    Ownership ownership = build.ownership(planned);
    List<ComputeEnvironmentDetail> generations =
        describe(request).stream()
            .filter(detail -> build.names().generation(planned.name(), name(detail)) > 0)
            .toList();
    Optional<String> successor = Optional.of(successor(planned, generations, build));
    List<Found> own =
        generations.stream()
            .filter(detail -> check(ownership, detail).isPresent())
            .sorted(
                Comparator.comparing(
                        (ComputeEnvironmentDetail detail) ->
                            build.names().generation(planned.name(), name(detail)))
                    .reversed())
            .map(detail -> found(detail, planned, check(ownership, detail), successor))
            .toList();
    if (own.isEmpty()) {
      return generations.stream()
          .filter(detail -> name(detail).equals(planned.awsName()))
          .findFirst()
          .map(foreign -> Found.foreign(EnvironmentRequests.asItIs(foreign, planned)));
    }
    Found newest = own.get(0);
    return Optional.of(newest.with(own.subList(1, own.size())));
  }

  private static Found found(
      ComputeEnvironmentDetail detail,
      CompiledResource planned,
      Optional<AwsResource> owned,
      Optional<String> successor) {
    return new Found(
        owned,
        EnvironmentRequests.asItIs(detail, planned),
        state(detail),
        detail.status() == CEStatus.VALID ? "" : status(detail),
        successor,
        List.of());
  }

  /** The first generation after all that are there, whoever owns them. */
  private static String successor(
      CompiledResource planned, List<ComputeEnvironmentDetail> generations, Build build) {
    int newest =
        generations.stream()
            .mapToInt(detail -> build.names().generation(planned.name(), name(detail)))
            .max()
            .orElse(0);
    return build.names().computeEnvironment(planned.name(), newest + 1);
  }

  @Override
  public List<AwsRequest> requests(CompiledResource planned, Build build) {
    return EnvironmentRequests.wanted(planned, build);
  }

  private static Found.State state(ComputeEnvironmentDetail detail) {
    if (detail.status() == CEStatus.VALID) {
      return Found.State.USABLE;
    }
    return isChanging(detail) || EnvironmentCreation.awaitsIam(detail)
        ? Found.State.PENDING
        : Found.State.BROKEN;
  }

  private static String name(ComputeEnvironmentDetail detail) {
    return detail.computeEnvironmentName();
  }

  private Optional<AwsResource> check(Ownership ownership, ComputeEnvironmentDetail detail) {
    return ownership.check(kind(), detail.tags(), name(detail), detail.computeEnvironmentArn());
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    return new EnvironmentCreation(session, this, planned, build).run();
  }

  @Override
  public CompletableFuture<AwsResource> complete(
      CompiledResource planned, AwsResource there, List<AwsRequest> missing, Build build) {
    return new EnvironmentCreation(session, this, planned, build).resume(there);
  }

  @Override
  public CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    return settled(there)
        .thenCompose(
            ready ->
                session
                    .waiter()
                    .call(
                        Waits.ENVIRONMENT_CHANGEABLE,
                        () -> {
                          requests.forEach(request -> send(request, build));
                          return there;
                        }))
        .thenCompose(
            sent ->
                new EnvironmentCreation(session, this, planned, build)
                    .updated(session.updated(there)));
  }

  private void send(AwsRequest request, Build build) {
    if (request instanceof UpdateComputeEnvironmentRequest update) {
      session
          .calls()
          .call(EnvironmentRequests.resolved(update, build), batch()::updateComputeEnvironment);
    } else if (request instanceof UntagResourceRequest untag) {
      session.calls().call(untag, batch()::untagResource);
    } else {
      session.calls().call((TagResourceRequest) request, batch()::tagResource);
    }
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource environment) {
    EnvironmentRemoval removal = EnvironmentRemoval.of(session, environment);
    return removal.disable().thenCompose(disabled -> removal.delete());
  }

  /**
   * As {@link #settled}, after an update that may have replaced the instances.
   *
   * @param jobs how long their jobs could go on
   */
  CompletableFuture<Optional<ComputeEnvironmentDetail>> settledAfterUpdate(
      AwsResource environment, Duration jobs) {
    Wait wait = Waits.ENVIRONMENT_UPDATED;
    return until(environment, wait.within(wait.atMost().plus(jobs)), detail -> !isChanging(detail));
  }

  /** As {@link #settled}, for what was made just now and may not be listed yet. */
  CompletableFuture<Optional<ComputeEnvironmentDetail>> settledOnceListed(AwsResource environment) {
    return session
        .waiter()
        .onceListed(
            environment.toString(), () -> read(environment.awsName()), () -> settled(environment));
  }

  /** Reads until the environment is VALID or INVALID, or gone. */
  CompletableFuture<Optional<ComputeEnvironmentDetail>> settled(AwsResource environment) {
    return until(environment, Waits.ENVIRONMENT_SETTLED, detail -> !isChanging(detail));
  }

  static boolean isChanging(ComputeEnvironmentDetail detail) {
    return detail.status() == CEStatus.CREATING || detail.status() == CEStatus.UPDATING;
  }

  /** Reads until the environment is as it should be, or gone. */
  CompletableFuture<Optional<ComputeEnvironmentDetail>> until(
      AwsResource environment, Wait wait, Predicate<ComputeEnvironmentDetail> done) {
    return session
        .waiter()
        .until(
            wait,
            environment.toString(),
            () -> {
              Optional<ComputeEnvironmentDetail> detail = read(environment.awsName());
              detail.filter(done.negate()).ifPresent(d -> session.waiting(environment, status(d)));
              return detail;
            },
            detail -> detail.isEmpty() || done.test(detail.get()),
            detail -> detail.map(ComputeEnvironmentHandler::status).orElse("gone"));
  }

  static String status(ComputeEnvironmentDetail detail) {
    return Statuses.text(detail.stateAsString(), detail.statusAsString(), detail.statusReason());
  }

  private Optional<ComputeEnvironmentDetail> read(String name) {
    return describe(DescribeComputeEnvironmentsRequest.builder().computeEnvironments(name).build())
        .stream()
        .findFirst();
  }

  private List<ComputeEnvironmentDetail> describe(DescribeComputeEnvironmentsRequest first) {
    return session
        .calls()
        .pages(
            first,
            batch()::describeComputeEnvironments,
            (request, page) ->
                page.nextToken() == null ? null : request.copy(b -> b.nextToken(page.nextToken())))
        .stream()
        .flatMap(page -> page.computeEnvironments().stream())
        .filter(environment -> environment.status() != CEStatus.DELETED)
        .toList();
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
