package io.github.spotbatch.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackageExampleTest {

  /** The example of the package's documentation. */
  @Test
  void build_documentedExample_isLegalAndWise() {
    SpotComputeEnvironment spot =
        SpotComputeEnvironment.builder("spot")
            .maxVcpus(100)
            .instanceTypes("c5.large", "c5.xlarge", "m5.large", "m5.xlarge")
            .build();
    JobQueueSpec jobs = JobQueueSpec.builder("jobs").computeEnvironments(spot).build();
    JobDefinitionSpec work =
        JobDefinitionSpec.builder("work")
            .image(ContainerImage.fromRegistry("public.ecr.aws/docker/library/busybox:1.37"))
            .command("echo", "Ref::word")
            .parameters(Map.of("word", "hello"))
            .memoryMiB(512)
            .retryPolicy(RetryPolicy.spotInterruptions())
            .timeout(Duration.ofHours(1))
            .build();
    StackSpec stack =
        StackSpec.builder("demo")
            .computeEnvironment(spot)
            .jobQueue(jobs)
            .jobDefinition(work)
            .tag("CostCenter", "batch-processing")
            .build();
    JobRequest request = JobRequest.builder("work").putParameter("word", "bye").build();

    assertThat(stack.warnings()).isEmpty();
    assertThat(request.parameters()).containsEntry("word", "bye");
  }
}
