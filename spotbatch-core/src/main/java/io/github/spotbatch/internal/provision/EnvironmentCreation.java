package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;

/**
 * Makes one compute environment usable.
 *
 * <p>Batch takes the request before it looks at the roles, and what IAM has just made it may not
 * see yet. Such an environment is looked at again by updates that change nothing, and if that does
 * not help, it is deleted and made again under the next generation's name.
 */
final class EnvironmentCreation {

  private static final int GENERATIONS = 3;

  private final Session session;
  private final ComputeEnvironmentHandler handler;
  private final CompiledResource planned;
  private final Build build;
  private final CreateComputeEnvironmentRequest request;

  EnvironmentCreation(
      Session session, ComputeEnvironmentHandler handler, CompiledResource planned, Build build) {
    this.session = session;
    this.handler = handler;
    this.planned = planned;
    this.build = build;
    this.request = (CreateComputeEnvironmentRequest) handler.requests(planned, build).get(0);
  }

  /** Begins with the planned name, which need not be of the first generation. */
  CompletableFuture<AwsResource> run() {
    return generation(first());
  }

  private int first() {
    return build.names().generation(planned.name(), planned.awsName());
  }

  /** Goes on where an earlier apply was broken off. */
  CompletableFuture<AwsResource> resume(AwsResource environment) {
    return usable(
        environment,
        handler.settled(environment),
        build.names().generation(planned.name(), environment.awsName()));
  }

  /** Goes on after an update; its name is in use, so no other generation can help. */
  CompletableFuture<AwsResource> updated(AwsResource environment) {
    return handler
        .settledAfterUpdate(environment)
        .thenCompose(detail -> repaired(environment, detail))
        .thenApply(detail -> requireValid(environment, detail));
  }

  private static AwsResource requireValid(
      AwsResource environment, Optional<ComputeEnvironmentDetail> detail) {
    if (detail.filter(d -> d.status() == CEStatus.VALID).isEmpty()) {
      String status = detail.map(ComputeEnvironmentHandler::status).orElse("gone");
      throw new SpotBatchException(environment + " is " + status);
    }
    return environment;
  }

  private CompletableFuture<AwsResource> generation(int generation) {
    String awsName = build.names().computeEnvironment(planned.name(), generation);
    CompiledResource named =
        new CompiledResource(
            new CompiledResource.Id(planned.kind(), awsName),
            planned.name(),
            planned.requests(),
            planned.dependsOn(),
            planned.notes());
    build.put(planned.awsName(), awsName);
    return session
        .createOnce(
            handler,
            named,
            build,
            () ->
                session
                    .calls()
                    .call(
                        request.copy(b -> b.computeEnvironmentName(awsName)),
                        batch()::createComputeEnvironment)
                    .computeEnvironmentArn())
        .thenCompose(
            environment -> usable(environment, handler.settledOnceListed(environment), generation));
  }

  private CompletableFuture<AwsResource> usable(
      AwsResource environment,
      CompletableFuture<Optional<ComputeEnvironmentDetail>> settled,
      int generation) {
    return settled
        .thenCompose(detail -> repaired(environment, detail))
        .thenCompose(detail -> outcome(environment, detail, generation));
  }

  private CompletableFuture<AwsResource> outcome(
      AwsResource environment, Optional<ComputeEnvironmentDetail> detail, int generation) {
    if (detail.filter(EnvironmentCreation::awaitsIam).isPresent()
        && generation < first() + GENERATIONS - 1) {
      return handler
          .delete(environment)
          .thenCompose(
              gone -> {
                session.deleted(environment);
                return generation(generation + 1);
              });
    }
    return CompletableFuture.completedFuture(detail)
        .thenApply(last -> requireValid(environment, last));
  }

  /** Has Batch look again, with growing pauses, for as long as the reason is one that passes. */
  private CompletableFuture<Optional<ComputeEnvironmentDetail>> repaired(
      AwsResource environment, Optional<ComputeEnvironmentDetail> detail) {
    if (detail.filter(EnvironmentCreation::awaitsIam).isEmpty()) {
      return CompletableFuture.completedFuture(detail);
    }
    return session
        .about(environment)
        .waiter()
        .untilStage(
            Waits.ENVIRONMENT_REPAIRED,
            environment.toString(),
            () -> lookAgain(environment),
            again -> again.filter(EnvironmentCreation::awaitsIam).isEmpty(),
            again -> again.map(ComputeEnvironmentHandler::status).orElse("gone"))
        .exceptionally(failure -> unrepaired(detail, failure));
  }

  /** An update that AWS refuses, or that never helps, is followed by the next generation. */
  private static Optional<ComputeEnvironmentDetail> unrepaired(
      Optional<ComputeEnvironmentDetail> detail, Throwable failure) {
    Throwable cause = AwsErrors.unwrap(failure);
    if (cause instanceof WaitTimeoutException || cause instanceof AwsServiceException) {
      return detail;
    }
    throw Futures.unchecked(failure);
  }

  private CompletableFuture<Optional<ComputeEnvironmentDetail>> lookAgain(AwsResource environment) {
    // A scaling update works with any role; its values are those that the environment has.
    UpdateComputeEnvironmentRequest update =
        UpdateComputeEnvironmentRequest.builder()
            .computeEnvironment(environment.id())
            .state(CEState.ENABLED)
            .serviceRole(request.serviceRole())
            .computeResources(r -> r.maxvCpus(request.computeResources().maxvCpus()))
            .build();
    return session
        .waiter()
        .once(() -> session.calls().call(update, batch()::updateComputeEnvironment))
        .thenCompose(response -> handler.settled(environment));
  }

  /** Whether it is INVALID for a reason that passes. */
  static boolean awaitsIam(ComputeEnvironmentDetail detail) {
    return detail.status() == CEStatus.INVALID
        && AwsErrors.isPropagation(String.valueOf(detail.statusReason()));
  }

  private BatchClient batch() {
    return session.clients().batch();
  }
}
