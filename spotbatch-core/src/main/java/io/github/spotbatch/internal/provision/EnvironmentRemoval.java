package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;

/** The removal of one environment, which is disabled while its queues are still going. */
final class EnvironmentRemoval {

  private final ComputeEnvironmentHandler handler;
  private final AwsResource environment;
  private final ComputeEnvironmentDetail read;
  private final AtomicReference<Optional<ComputeEnvironmentDetail>> last;

  EnvironmentRemoval(Session session, Inventory inventory, AwsResource environment) {
    this.handler = new ComputeEnvironmentHandler(session);
    this.environment = environment;
    this.read = inventory.environment(environment).orElseThrow();
    this.last = new AtomicReference<>(Optional.of(read));
  }

  CompletableFuture<Void> disable() {
    return handler.disable(environment, read).thenAccept(last::set);
  }

  CompletableFuture<Void> delete() {
    return handler
        .delete(environment, last.get())
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure)));
  }

  /** Batch cannot say more than that it may not assume its role. */
  private Throwable explained(Throwable failure) {
    Throwable cause = AwsErrors.unwrap(failure);
    String role = read.serviceRole();
    boolean own = role != null && !role.contains("/aws-service-role/");
    if (cause instanceof WaitTimeoutException && own && AwsErrors.isPropagation(message(cause))) {
      return new SpotBatchException(
          "%s. Batch works on it in the service role %s: see that this role exists, that batch.amazonaws.com can assume it, and that it has the policy AWSBatchServiceRole"
              .formatted(message(cause), role),
          cause);
    }
    return cause;
  }

  private static String message(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }
}
