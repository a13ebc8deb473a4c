package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.DeleteComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;

/** Batch compute environments. How they come to be usable is a matter of its own. */
final class ComputeEnvironmentHandler implements ResourceHandler {

  private final Session session;

  ComputeEnvironmentHandler(Session session) {
    this.session = session;
  }

  @Override
  public ResourceKind kind() {
    return ResourceKind.COMPUTE_ENVIRONMENT;
  }

  @Override
  public List<AwsResource> owned(Ownership ownership) {
    return describe(DescribeComputeEnvironmentsRequest.builder().build()).stream()
        .flatMap(
            environment ->
                ownership
                    .check(
                        kind(),
                        environment.tags(),
                        environment.computeEnvironmentName(),
                        environment.computeEnvironmentArn())
                    .stream())
        .toList();
  }

  @Override
  public boolean taken(CompiledResource planned) {
    return read(planned.awsName()).isPresent();
  }

  @Override
  public CompletableFuture<AwsResource> create(CompiledResource planned, Build build) {
    return new EnvironmentCreation(session, this, planned, build).run();
  }

  @Override
  public CompletableFuture<Void> delete(AwsResource environment) {
    DeleteComputeEnvironmentRequest request =
        DeleteComputeEnvironmentRequest.builder().computeEnvironment(environment.id()).build();
    return disable(environment)
        .thenCompose(
            detail ->
                detail.isEmpty() || isDeleting(detail.get())
                    ? CompletableFuture.<Object>completedFuture(environment)
                    : session
                        .waiter()
                        .call(
                            Waits.ENVIRONMENT_DELETABLE,
                            () -> session.calls().call(request, batch()::deleteComputeEnvironment)))
        .thenCompose(deleting -> until(environment, Waits.ENVIRONMENT_GONE, present -> false))
        .thenAccept(gone -> {});
  }

  /** Reads until the environment is VALID or INVALID, or gone. */
  CompletableFuture<Optional<ComputeEnvironmentDetail>> settled(AwsResource environment) {
    return until(environment, Waits.ENVIRONMENT_SETTLED, detail -> !isChanging(detail));
  }

  private CompletableFuture<Optional<ComputeEnvironmentDetail>> disable(AwsResource environment) {
    UpdateComputeEnvironmentRequest request =
        UpdateComputeEnvironmentRequest.builder()
            .computeEnvironment(environment.id())
            .state(CEState.DISABLED)
            .build();
    return settled(environment)
        .thenCompose(
            detail ->
                detail.isEmpty() || isDisabledOrGoing(detail.get())
                    ? CompletableFuture.completedFuture(detail)
                    : session
                        .waiter()
                        .once(
                            () -> session.calls().call(request, batch()::updateComputeEnvironment))
                        .thenCompose(
                            response ->
                                until(
                                    environment,
                                    Waits.ENVIRONMENT_SETTLED,
                                    ComputeEnvironmentHandler::isDisabledOrGoing)));
  }

  private static boolean isDisabledOrGoing(ComputeEnvironmentDetail detail) {
    return isDeleting(detail) || (detail.state() == CEState.DISABLED && !isChanging(detail));
  }

  private static boolean isDeleting(ComputeEnvironmentDetail detail) {
    return detail.status() == CEStatus.DELETING;
  }

  private static boolean isChanging(ComputeEnvironmentDetail detail) {
    return detail.status() == CEStatus.CREATING || detail.status() == CEStatus.UPDATING;
  }

  private CompletableFuture<Optional<ComputeEnvironmentDetail>> until(
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
