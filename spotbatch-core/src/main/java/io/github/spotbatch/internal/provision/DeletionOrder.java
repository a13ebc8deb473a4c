package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.ResourceKind;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * In which order AWS lets things go. Batch needs its roles to end instances, and instances hold the
 * security group, so those come after the environments, as does the launch template; the log group
 * is written to until the last instance is gone.
 */
final class DeletionOrder {

  /** What is in one phase can go side by side. */
  static final List<Set<ResourceKind>> PHASES =
      List.of(
          Set.of(ResourceKind.JOB_QUEUE),
          Set.of(
              ResourceKind.COMPUTE_ENVIRONMENT,
              ResourceKind.JOB_DEFINITION,
              ResourceKind.REPOSITORY),
          Set.of(ResourceKind.SECURITY_GROUP, ResourceKind.LAUNCH_TEMPLATE, ResourceKind.LOG_GROUP),
          Set.of(ResourceKind.INSTANCE_PROFILE),
          Set.of(ResourceKind.ROLE));

  private DeletionOrder() {}

  static int phase(ResourceKind kind) {
    return IntStream.range(0, PHASES.size())
        .filter(phase -> PHASES.get(phase).contains(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + kind.label() + " goes by itself"));
  }
}
