/**
 * The entry point: {@link io.github.spotbatch.SpotBatch}, what it provisions, and what it finds.
 *
 * <pre>{@code
 * StackSpec stack =
 *     StackSpec.builder("batch-demo")
 *         .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(100).build())
 *         .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
 *         .jobDefinition(
 *             JobDefinitionSpec.builder("work")
 *                 .image(ContainerImage.fromRegistry("busybox"))
 *                 .memoryMiB(512)
 *                 .retryPolicy(RetryPolicy.spotInterruptions())
 *                 .build())
 *         .build();
 *
 * try (SpotBatch spotBatch = SpotBatch.create()) {
 *   ProvisioningPlan plan = spotBatch.provisioner().plan(stack);
 *   System.out.println(plan);
 *   Deployment deployment = spotBatch.provisioner().apply(plan);
 *   JobHandle job = deployment.queue("jobs").submit(JobRequest.builder("work").build());
 *   job.awaitSuccess(Duration.ofMinutes(30));
 *   spotBatch.provisioner().destroy("batch-demo");
 * }
 * }</pre>
 */
@NullMarked
package io.github.spotbatch;

import org.jspecify.annotations.NullMarked;
