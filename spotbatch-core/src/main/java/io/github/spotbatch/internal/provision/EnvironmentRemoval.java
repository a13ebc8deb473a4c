package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.DeleteComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;

/**
 * The removal of one environment in two parts, for it can be disabled while its queues are still
 * going.
 */
final class EnvironmentRemoval {

  private final Session session;
  private final ComputeEnvironmentHandler handler;
  private final AwsResource environment;
  private final AtomicReference<@Nullable ComputeEnvironmentDetail> last = new AtomicReference<>();

  private EnvironmentRemoval(Session session, AwsResource environment) {
    this.session = session;
    this.handler = new ComputeEnvironmentHandler(session);
    this.environment = environment;
  }

  /** Of an environment of which nothing is known yet. */
  static EnvironmentRemoval of(Session session, AwsResource environment) {
    return new EnvironmentRemoval(session, environment);
  }

  /** Of an environment that has just been read. */
  static EnvironmentRemoval of(
      Session session, AwsResource environment, ComputeEnvironmentDetail read) {
    EnvironmentRemoval removal = new EnvironmentRemoval(session, environment);
    removal.last.set(read);
    return removal;
  }

  /** Has no more instances started; does nothing if the environment is going or gone. */
  CompletableFuture<Void> disable() {
    ComputeEnvironmentDetail read = last.get();
    CompletableFuture<Optional<ComputeEnvironmentDetail>> settled =
        read == null || ComputeEnvironmentHandler.isChanging(read)
            ? handler.settled(environment)
            : CompletableFuture.completedFuture(Optional.of(read));
    return settled.thenCompose(this::disabled).thenAccept(detail -> last.set(detail.orElse(null)));
  }

  private CompletableFuture<Optional<ComputeEnvironmentDetail>> disabled(
      Optional<ComputeEnvironmentDetail> detail) {
    if (detail.isEmpty() || isDisabledOrGoing(detail.get())) {
      return CompletableFuture.completedFuture(detail);
    }
    UpdateComputeEnvironmentRequest request =
        UpdateComputeEnvironmentRequest.builder()
            .computeEnvironment(environment.id())
            .state(CEState.DISABLED)
            .build();
    return session
        .waiter()
        .call(
            Waits.ENVIRONMENT_CHANGEABLE,
            () -> {
              AwsErrors.gone(
                  () -> session.calls().call(request, batch()::updateComputeEnvironment));
              return environment;
            })
        .thenCompose(
            sent ->
                handler.until(
                    environment, Waits.ENVIRONMENT_SETTLED, EnvironmentRemoval::isDisabledOrGoing));
  }

  /**
   * Deletes it, once it is disabled, and waits until it is gone. One that becomes INVALID meanwhile
   * is deleted again for some minutes: Batch may not have seen its role yet.
   */
  CompletableFuture<Void> delete() {
    ComputeEnvironmentDetail read = last.get();
    if (read == null) {
      return CompletableFuture.completedFuture(null);
    }
    boolean going = read.status() == CEStatus.DELETING;
    AtomicReference<CompletableFuture<AwsResource>> first =
        new AtomicReference<>(going ? CompletableFuture.completedFuture(environment) : null);
    return session
        .waiter()
        .untilStage(
            Waits.ENVIRONMENT_DELETED,
            environment.toString(),
            () ->
                Optional.ofNullable(first.getAndSet(null))
                    .orElseGet(this::send)
                    .thenCompose(
                        taken ->
                            handler.until(
                                environment,
                                Waits.ENVIRONMENT_GONE,
                                detail -> detail.status() == CEStatus.INVALID)),
            Optional::isEmpty,
            detail -> detail.map(ComputeEnvironmentHandler::status).orElse("gone"))
        .thenAccept(gone -> {})
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(explained(failure, read.serviceRole())));
  }

  private CompletableFuture<AwsResource> send() {
    DeleteComputeEnvironmentRequest request =
        DeleteComputeEnvironmentRequest.builder().computeEnvironment(environment.id()).build();
    return session
        .waiter()
        .call(
            Waits.ENVIRONMENT_DELETABLE,
            () -> {
              AwsErrors.gone(
                  () -> session.calls().call(request, batch()::deleteComputeEnvironment));
              return environment;
            });
  }

  private static boolean isDisabledOrGoing(ComputeEnvironmentDetail detail) {
    return detail.status() == CEStatus.DELETING
        || (detail.state() == CEState.DISABLED && !ComputeEnvironmentHandler.isChanging(detail));
  }

  /** Batch cannot say more than that it may not assume its role. */
  private static Throwable explained(Throwable failure, @Nullable String role) {
    Throwable cause = AwsErrors.unwrap(failure);
    String message = AwsErrors.message(cause);
    boolean own = role != null && !role.contains("/aws-service-role/");
    return cause instanceof WaitTimeoutException && own && AwsErrors.isPropagation(message)
        ? new SpotBatchException("%s, and its service role is %s".formatted(message, role), cause)
        : cause;
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
