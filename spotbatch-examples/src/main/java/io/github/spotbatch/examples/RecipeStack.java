package io.github.spotbatch.examples;

import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.RepositorySpec;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.SpotAllocationStrategy;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import java.time.Duration;

/** The recipe's stack: its legal values, and what it means where its letter is refused by AWS. */
final class RecipeStack {

  static final String ENVIRONMENT = "spot";
  static final String QUEUE = "jobs";
  static final String DEFINITION = "job";
  static final String REPOSITORY = "app";

  private RecipeStack() {}

  /**
   * The stack.
   *
   * @param name of the stack, with its random suffix
   * @param image what the jobs run; one that is built here goes to the stack's repository
   * @param maxVcpus 100 in the recipe, less on a real account
   * @param timeout of an attempt, an hour in the recipe
   * @param processing how long the application works
   * @param priority of the queue, 1 in the recipe
   */
  static StackSpec of(
      String name,
      ContainerImage image,
      int maxVcpus,
      Duration timeout,
      Duration processing,
      int priority) {
    return StackSpec.builder(name)
        .repository(RepositorySpec.builder(REPOSITORY).build())
        .computeEnvironment(
            SpotComputeEnvironment.builder(ENVIRONMENT)
                .serviceRole(RoleSpec.builder("service").build())
                .allocationStrategy(SpotAllocationStrategy.SPOT_CAPACITY_OPTIMIZED)
                .bidPercentage(80)
                .minVcpus(0)
                .maxVcpus(maxVcpus)
                .desiredVcpus(0)
                .instanceTypes(
                    "c5.large", "c5.xlarge", "c5.2xlarge", "m5.large", "m5.xlarge", "m5.2xlarge")
                .instanceTag("Environment", "batch-demo")
                .instanceTag("CostCenter", "batch-processing")
                .build())
        .jobQueue(
            JobQueueSpec.builder(QUEUE).priority(priority).computeEnvironments(ENVIRONMENT).build())
        .jobDefinition(
            JobDefinitionSpec.builder(DEFINITION)
                .image(image)
                .putEnvironment("PROCESSING_SECONDS", seconds(processing))
                .vcpus(1)
                .memoryMiB(512)
                .jobRole(RoleSpec.builder("job").build())
                .executionRole(RoleSpec.builder("execution").build())
                .retryPolicy(RetryPolicy.spotInterruptions())
                .timeout(timeout)
                .build())
        .build();
  }

  private static String seconds(Duration duration) {
    return Double.toString(duration.toMillis() / 1000.0);
  }
}
