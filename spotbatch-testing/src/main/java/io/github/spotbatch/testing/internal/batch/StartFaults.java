package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.iam.Assumer;
import io.github.spotbatch.testing.internal.script.Behaviour;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ContainerProperties;

/** Why a container never gets to run. */
final class StartFaults {

  private final Scope scope;
  private final ContainerLogs logs;
  private final ContainerImages images;
  private final Assumer ecs;

  StartFaults(Scope scope, ContainerLogs logs, ContainerImages images) {
    this.scope = scope;
    this.logs = logs;
    this.images = images;
    this.ecs = Assumer.ecsTasks(scope.account(), scope.arn("ecs", "*"));
  }

  /** The status reason of an attempt whose roles cannot be assumed. */
  @Nullable String ofRoles(ContainerProperties container) {
    return Stream.of(container.executionRoleArn(), container.jobRoleArn())
        .filter(role -> role != null && !role.isEmpty())
        .filter(role -> !scope.iam().roleTrusts(role, ecs, scope.world().now()))
        .findFirst()
        .map(
            role ->
                "ECS was unable to assume the role '"
                    + role
                    + "' that was provided for this task. Please verify that the role being passed"
                    + " has the proper trust relationship and permissions and that your IAM user"
                    + " has permissions to pass this role.")
        .orElse(null);
  }

  /** The container reason of an attempt that never gets to run. */
  @Nullable String ofContainer(Attempt attempt, Behaviour behaviour) {
    String image = attempt.job().container().image();
    if (behaviour.startFailure().isPresent()) {
      return behaviour.startFailure().get();
    }
    boolean needed = !behaviour.scripted() || behaviour.runsImage();
    boolean notPushed = needed && scope.ecr().pullable(image).equals(Optional.of(false));
    if (notPushed || !behaviour.pullable()) {
      return "CannotPullContainerError: Error response from daemon: manifest for "
          + image
          + " not found: manifest unknown: Requested image not found";
    }
    String noPlatform = images.noPlatform(attempt);
    return noPlatform != null ? noPlatform : logs.fault(attempt.job().container());
  }
}
